"""Write the tables of docs/theories/: what each theory does to the weights, and what it leads to.

``python tools/theories.py`` rewrites all of them, which takes half a minute of runs; with ``--quick`` only those that
need no run, and with ``--check`` it says whether these are up to date.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tightrope.evidence import load_seeds
from tightrope.model import AlignmentModel, all_decisions
from tightrope.outcomes import OUTCOMES
from tightrope.scenario import Scenario, load
from tightrope.theories import multipliers, numbers_of

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "theories"
VERDICTS = ROOT / "tests" / "hindcast" / "expected" / "verdicts.json"
MEMBERS = 2000
MAIN = ("baseline", "worst-case")
COMPARED = (*MAIN, "control", "cheap-oil", "clear-language", "karabakh-escalation", "ukraine-as-shield",
            "western-re-engagement")  # fmt: skip
"""Scenarios in which theories are compared; the first two have tables of their own."""

NEUTRAL = {"stressed": 1.0, "slighted": 1.0, "loss_aversion": 1.0, "curvature": 1.0, "tolerance": 0.0}
"""The values with which a theory would do nothing, or least."""

SEEDS = load_seeds()


def table(head: tuple[str, ...], rows: list[tuple[str, ...]], right: int = 0) -> str:
    """A table in Markdown, the last ``right`` columns set to the right."""
    marks = ["---"] * (len(head) - right) + ["---:"] * right
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join(marks) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


# -- without a run ----------------------------------------------------------------------------------------------------
def numbers_table(name: str) -> str:
    """A theory's own numbers."""
    rows = []
    for number, value in SEEDS.theories[name].numbers.items():
        figure = SEEDS.theories[name].figures[f"numbers.{number}"]
        cells = (f"`{number}`", f"{value:g}", f"{figure.low:g} to {figure.high:g}", figure.unit, figure.grade)
        rows.append((*cells, ", ".join(f"`{one}`" for one in figure.evidence), figure.why))
    return table(("number", "value", "range", "unit", "grade", "source", "why"), rows)


def weights_table(name: str) -> str:
    """The factors on the weights that a theory names, by decision, and what it leaves as it is."""
    theory, rows, left = SEEDS.theories[name], [], []
    for decision in all_decisions():
        factors = multipliers(theory, numbers_of(theory), SEEDS, decision)
        for consideration, factor in factors.items():
            emphasis = theory.weights[decision.capital][consideration]
            rows.append((f"`{decision.name}`", consideration, emphasis.times, f"{factor:.2f}", emphasis.why))
        others = [one for one in decision.considerations if one not in factors]
        if others:
            left.append(f"* `{decision.name}`: {'all' if not factors else ', '.join(others)}")
    head = ("decision", "consideration", "is", "factor", "why")
    return f"{table(head, rows)}\n\nNot named, and weighed as in the default:\n\n" + "\n".join(left)


def search_table(name: str) -> str:
    """The orders in which a theory looks at moves."""
    rows = [
        (f"`{decision}`", "; ".join(order.moves), order.why) for decision, order in SEEDS.theories[name].search.items()
    ]
    return table(("decision", "moves, most familiar first", "why"), rows)


def verdicts() -> dict[str, dict[str, list[Any]]]:
    """What the hindcast found, as stored: [verdict, value, standard error] by contestant and criterion."""
    found: dict[str, dict[str, list[Any]]] = json.loads(VERDICTS.read_text(encoding="utf-8"))["contestants"]
    return {"quantal-response" if name == "default" else name: held for name, held in found.items()}


def passes(criterion: str, theory: str) -> bool:
    """Whether a theory passes a criterion."""
    return str(verdicts()[theory][criterion][0]).startswith("passed")


def asked_of() -> dict[str, list[str]]:
    """The criteria that the evidence asks for and that are tested, by pattern."""
    found = {
        pattern.id: [one.id for one in pattern.criteria if not one.ours and one.test is not None]
        for pattern in SEEDS.patterns.values()
    }
    return {pattern: criteria for pattern, criteria in found.items() if criteria}


def history_table() -> str:
    """Patterns passed by each theory, and which are not."""
    rows = []
    for theory in SEEDS.theories:
        failed = [name for name, criteria in asked_of().items() if not all(passes(one, theory) for one in criteria)]
        count = len(asked_of()) - len(failed)
        rows.append((theory, f"{count} of {len(asked_of())}", ", ".join(failed) or "none"))
    return table(("theory", "patterns shown", "not shown"), rows)


def apart_in_history(one: str, other: str) -> list[str]:
    """The criteria that one theory passes and the other fails, neither being too close to call."""
    criteria = [criterion for of_pattern in asked_of().values() for criterion in of_pattern]
    clear = [name for name in criteria if not any("close" in verdicts()[theory][name][0] for theory in (one, other))]
    return [name for name in clear if passes(name, one) != passes(name, other)]


# -- with runs --------------------------------------------------------------------------------------------------------
@functools.cache
def shares(scenario: str, theory: str) -> Mapping[str, tuple[float, float]]:
    """By outcome, the share of members in it in the last quarter, and ever."""
    return shares_of(load(scenario).set({"theory": theory}))


def shares_of(plan: Scenario) -> dict[str, tuple[float, float]]:
    """The same of any scenario."""
    model = AlignmentModel(plan, MEMBERS, record=["baku.outcome"])
    model.run()
    model.close()
    codes = model.records["baku.outcome"].astype(int)
    return {
        outcome: (float((codes[-1] == code).mean()), float((codes == code).any(axis=0).mean()))
        for code, outcome in enumerate(OUTCOMES)
    }


def percent(share: float) -> str:
    """A share as it stands in a table."""
    return f"{100 * share:.1f}"


def outcomes_table(*theories: str) -> str:
    """Shares of the outcomes at the end of the main scenarios, in percent, under some theories."""
    rows = []
    for scenario in MAIN:
        for theory in theories or tuple(SEEDS.theories):
            found = shares(scenario, theory)
            ever = found["Eurasian accession"][1]
            rows.append((scenario, theory, *(percent(end) for end, _ in found.values()), percent(ever)))
    return table(("scenario", "theory", *OUTCOMES, "accession, ever"), rows, right=len(OUTCOMES) + 1)


def with_numbers(name: str, numbers: Mapping[str, float], scenario: str) -> Scenario:
    """A scenario under a theory whose own numbers are certain, and others."""
    theory = SEEDS.theories[name]
    fixed = {
        f"numbers.{number}": theory.figures[f"numbers.{number}"].model_copy(
            update={"value": value, "low": None, "high": None}
        )
        for number, value in numbers.items()
    }
    changed = theory.model_copy(update={"numbers": dict(numbers), "figures": fixed})
    plan = load(scenario).set({"theory": name})
    return replace(plan, seeds=replace(SEEDS, theories={**SEEDS.theories, name: changed}))


def ends_table(name: str) -> str:
    """Shares of the outcomes with a theory's own numbers at the ends of their ranges, all at once."""
    theory, rows = SEEDS.theories[name], []
    edges = {number: theory.figures[f"numbers.{number}"] for number in theory.numbers}
    ends = {
        number: sorted((edge.low, edge.high), key=lambda end, number=number: abs(end - NEUTRAL[number]))
        for number, edge in edges.items()
    }
    cases = {
        "mildest": {number: end[0] for number, end in ends.items()},
        "central": dict(theory.numbers),
        "strongest": {number: end[1] for number, end in ends.items()},
    }
    for scenario in MAIN:
        for case, numbers in cases.items():
            found = shares_of(with_numbers(name, numbers, scenario))
            told = ", ".join(f"{number} {value:g}" for number, value in numbers.items())
            ever = percent(found["Eurasian accession"][1])
            rows.append((scenario, f"{case} ({told})", *(percent(end) for end, _ in found.values()), ever))
    return table(("scenario", "numbers", *OUTCOMES, "accession, ever"), rows, right=len(OUTCOMES) + 1)


def widest(one: str, other: str) -> tuple[float, str, str]:
    """Where two theories differ most: by how much, in which outcome at the end, in which scenario."""
    return max(
        (abs(shares(scenario, one)[outcome][0] - shares(scenario, other)[outcome][0]), outcome, scenario)
        for scenario in COMPARED
        for outcome in OUTCOMES
    )


def pairs_table() -> str:
    """What tells each pair of theories apart: criteria of history, and outcomes of what-ifs."""
    rows = []
    for one, other in itertools.combinations(SEEDS.theories, 2):
        criteria = apart_in_history(one, other)
        base = max(abs(shares("baseline", one)[name][0] - shares("baseline", other)[name][0]) for name in OUTCOMES)
        size, outcome, scenario = widest(one, other)
        told = f"{100 * size:.0f}: {outcome}, {scenario}"
        listed = f"{len(criteria)}: {', '.join(criteria)}" if criteria else "none"
        rows.append((f"{one}, {other}", listed, f"{100 * base:.0f}", told))
    head = ("pair", "criteria of history that one passes and the other fails", "baseline, points", "widest, points")
    return table(head, rows)


QUICK: Mapping[str, Callable[..., str]] = {
    "numbers": numbers_table,
    "weights": weights_table,
    "search": search_table,
    "history": history_table,
}
SLOW: Mapping[str, Callable[..., str]] = {"outcomes": outcomes_table, "ends": ends_table, "pairs": pairs_table}


def filled(text: str, writers: Mapping[str, Callable[..., str]]) -> str:
    """A page with its tables as they should be; a mark may name the theories of its table."""

    def written(match: re.Match[str]) -> str:
        if match[2] not in writers:
            return match[0]
        return f"{match[1]}{writers[match[2]](*match[3].split())}\n{match[5]}"

    return re.sub(r"(<!-- table: (\w+)([^>]*?) -->\n)(.*?)(<!-- end -->)", written, text, flags=re.DOTALL)


def main() -> None:
    """Write, or with --check compare."""
    quick = {"--quick", "--check"} & set(sys.argv[1:])
    writers = QUICK if quick else {**QUICK, **SLOW}
    now = {path: path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.md"))}
    wanted = {path: filled(text, writers) for path, text in now.items()}
    stale = [path.name for path in now if now[path] != wanted[path]]
    if "--check" in sys.argv[1:]:
        raise SystemExit(f"not up to date: {', '.join(stale)}; run python tools/theories.py" if stale else 0)
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
