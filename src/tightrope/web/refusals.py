"""Refusals as a student reads them: what was found, what was expected and the likely fix, in plain sentences."""

from __future__ import annotations

from tightrope.errors import InputError, Problem

LINK = "the link"
"""Named as the file of a problem with a link; ``found`` then says what the link does: "asks for the theory 'x'"."""


PAGE = "the page"
"""Named as the file of a problem with an address of the page: who reads it there need not be told where."""


def sentence(problem: Problem) -> str:
    """A problem in sentences: "Line 4, moscow.drve: unknown key. Expected: ... . Did you mean 'drive'?"."""
    said = [_ended(f"{_place(problem)}{problem.found}")]
    if problem.expected:
        said.append(_ended(f"Expected: {problem.expected}"))
    if problem.fix:
        said.append(_ended(problem.fix))
    return " ".join(said)


def told(error: Exception) -> str:
    """An error in sentences, all its problems one after the other."""
    if isinstance(error, InputError):
        return " ".join(sentence(problem) for problem in error.problems)
    return str(error)


def _place(problem: Problem) -> str:
    if problem.file == LINK:
        return f"{LINK} "
    if problem.file == PAGE:
        return ""
    place = f"line {problem.line}" if problem.line is not None else problem.file
    return f"{place}, {problem.where}: " if problem.where else f"{place}: "


def _ended(text: str) -> str:
    """A text as a sentence."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"
