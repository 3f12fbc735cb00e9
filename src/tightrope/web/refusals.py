"""Refusals as a student reads them: what was found, what was expected and the likely fix, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from tightrope.errors import InputError, Problem

LINK = "the link"
"""Named as the file of a problem with a link; ``found`` then says what the link does: "asks for the theory 'x'"."""


PAGE = "the page"
"""Named as the file of a problem with an address of the page: who reads it there need not be told where."""


MOST_TOLD = 30
"""Problems that are told one by one: whoever mends these has most likely mended the rest."""

LONGEST_PLACE = 80
"""Characters of the place of a problem: a key may be as long as a file."""


def sentence(problem: Problem) -> str:
    """A problem in sentences: "Line 4, moscow.drve: unknown key. Expected: ... . Did you mean 'drive'?"."""
    said = [_ended(f"{_place(problem)}{problem.found}")]
    if problem.expected:
        said.append(_ended(f"Expected: {problem.expected}"))
    if problem.fix:
        said.append(_ended(problem.fix))
    return " ".join(said)


def lines(error: Exception) -> list[str]:
    """An error in lines, one for each problem."""
    return [sentence(problem) for problem in error.problems] if isinstance(error, InputError) else [str(error)]


def in_measure(lines: Sequence[str]) -> list[str]:
    """Lines as many as somebody reads, and how many more there are."""
    more = len(lines) - MOST_TOLD
    return [*lines[:MOST_TOLD], *([f"And {more:,} more."] if more > 0 else [])]


def told(error: Exception) -> str:
    """An error in sentences, all its problems one after the other."""
    return " ".join(in_measure(lines(error)))


def _place(problem: Problem) -> str:
    if problem.file == LINK:
        return f"{LINK} "
    if problem.file == PAGE:
        return ""
    place = f"line {problem.line}" if problem.line is not None else problem.file
    where = problem.where if len(problem.where) <= LONGEST_PLACE else f"{problem.where[: LONGEST_PLACE - 3]}..."
    return f"{place}, {where}: " if where else f"{place}: "


def _ended(text: str) -> str:
    """A text as a sentence."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"
