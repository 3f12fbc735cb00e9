"""What mechanisms name must be there, and what is said of claims that nothing names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from tightrope.errors import Problem, in_words, nearest
from tightrope.evidence.entries import Mechanism
from tightrope.marked import Loc, Marked


def check_mechanisms(
    marked: Marked,
    mechanisms: Iterable[Mechanism],
    evidence: Collection[str],
    parameters: Collection[str],
    problems: list[Problem],
) -> None:
    """Note every claim, source or parameter that a mechanism names and that is not there."""
    for mechanism in mechanisms:
        for name in mechanism.evidence:
            if name not in evidence:
                place = (mechanism.id, "evidence")
                problems.append(_unknown(marked, place, "id", name, "the id of a claim or a source", evidence))
        for loc, name in _parameters_named(mechanism):
            if name not in parameters:
                problems.append(_unknown(marked, loc, "parameter", name, "the name of a parameter", parameters))


def _parameters_named(mechanism: Mechanism) -> Iterator[tuple[Loc, str]]:
    for name in mechanism.parameters:
        yield (mechanism.id, "parameters"), name
    for place, check in enumerate(mechanism.checks):
        for part, changes in (("given", check.given), ("off", check.off)):
            for name in changes:
                yield (mechanism.id, "checks", place, part, name), name


def _unknown(marked: Marked, loc: Loc, kind: str, name: str, expected: str, known: Collection[str]) -> Problem:
    return marked.problem(loc, f"unknown {kind} '{name}'", expected, nearest(name, sorted(known)))


def read_context(marked: Marked, claims: Collection[str], problems: list[Problem]) -> dict[str, str]:
    """Return why a claim is context only, by the claim's id."""
    found: dict[str, str] = {}
    for name, why in marked.data.items():
        if name not in claims:
            problems.append(_unknown(marked, (name,), "claim", name, "the id of a claim", claims))
        elif not isinstance(why, str) or not why.strip():
            problems.append(marked.problem((name,), in_words(why), "a sentence that says why it is context only"))
        else:
            found[name] = why
    return found
