"""What a theory of choice names must be there, and each of its numbers must have a unit and lie in its range."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from tightrope.errors import Problem, in_figures, nearest, one_of
from tightrope.evidence.entries import Figure, Theory, Unit
from tightrope.marked import Loc, Marked

WEIGHT = "weight_"
"""What the name of a consideration's weight begins with: ``baku.weight_cover``."""


def check_theories(
    marked: Marked,
    theories: Iterable[Theory],
    units: Mapping[str, Unit | None],
    weights: Collection[str],
    sources: Collection[str],
    problems: list[Problem],
) -> None:
    """Note every source, consideration or number that is not there, and every number that may not be what it is.

    ``weights`` are the keys of all parameters that weigh a consideration, such as "baku.weight_cover". A unit that is
    None was written but is faulty, which is a problem of its own.
    """
    for theory in theories:
        if theory.source not in sources:
            found, fix = f"unknown source '{theory.source}'", nearest(theory.source, sources)
            problems.append(marked.problem((theory.id, "source"), found, "the id of a source", fix))
        for name in theory.numbers:
            problems.extend(_number(marked, (theory.id, "numbers", name), theory.figures, units))
        problems.extend(_emphases(marked, theory, weights))


def _number(
    marked: Marked, loc: Loc, figures: Mapping[str, Figure], units: Mapping[str, Unit | None]
) -> Iterator[Problem]:
    figure = figures.get(".".join(str(part) for part in loc[1:]))
    if figure is None:
        if (*loc, "value") not in marked.marks:  # a faulty figure is a problem already
            yield marked.problem(loc, "a bare number", "value, low, high, unit, grade and why")
    elif figure.unit not in units:
        found = f"unknown unit '{figure.unit}'" if figure.unit else "missing"
        yield marked.problem((*loc, "unit"), found, one_of(units), nearest(figure.unit, units))
    elif figure.low is None or figure.high is None:
        yield marked.problem(loc, "no range", "low and high")
    elif (unit := units[figure.unit]) and not unit.low <= figure.low <= figure.value <= figure.high <= unit.high:
        found = f"{in_figures(figure.value)} in a range from {in_figures(figure.low)} to {in_figures(figure.high)}"
        expected = f"low, value and high in order, from {in_figures(unit.low)} to {in_figures(unit.high)}"
        yield marked.problem(loc, found, expected)


def _emphases(marked: Marked, theory: Theory, weights: Collection[str]) -> Iterator[Problem]:
    capitals = sorted({key.partition(".")[0] for key in weights})
    for capital, emphases in theory.weights.items():
        known = [key.partition(f".{WEIGHT}")[2] for key in weights if key.startswith(f"{capital}.{WEIGHT}")]
        if not known:
            loc, found = (theory.id, "weights", capital), f"'{capital}', which weighs nothing"
            yield marked.problem(loc, found, one_of(capitals), nearest(capital, capitals))
            continue
        for name, emphasis in emphases.items():
            here = (theory.id, "weights", capital, name)
            if name not in known:
                found, expected = f"unknown consideration '{name}'", f"one of the considerations of {capital}"
                yield marked.problem(here, found, expected, nearest(name, known))
            yield from _multiplier(marked, (*here, "times"), emphasis.times, theory.numbers)


def _multiplier(marked: Marked, loc: Loc, name: str, numbers: Mapping[str, float]) -> Iterator[Problem]:
    if name not in numbers:
        expected = one_of(numbers) if numbers else "a number of the theory, which has none"
        yield marked.problem(loc, f"unknown number '{name}'", expected, nearest(name, numbers))
    elif numbers[name] <= 0:
        yield marked.problem(loc, f"'{name}', which is {in_figures(numbers[name])}", "a multiplier above 0")
