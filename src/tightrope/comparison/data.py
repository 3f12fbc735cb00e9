"""A comparison as plain data: what ``--json`` prints and ``comparison.json`` keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tightrope.comparison import tables, words
from tightrope.outcomes import COVERAGE
from tightrope.quarters import format_quarter
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT, Run

if TYPE_CHECKING:
    from tightrope.comparison.comparison import Comparison
    from tightrope.comparison.tipping import Tips


def as_data(found: Comparison) -> dict[str, Any]:
    """See ``Comparison.as_data``. No number in it is NaN or infinite; what there is not is None."""
    plan = found.a.scenario
    return {
        "disclaimer": DISCLAIMER,
        "caveats": [CAVEAT, *([OIL_CAVEAT] if departs(found) else [])],
        "a": _run(found.a),
        "b": _run(found.b),
        "pairs": found.pairs.count,
        "seed": plan.seed,
        "start": found.quarters[0],
        "end": found.quarters[-1],
        "uncertainty": plan.uncertainty,
        "coverage": COVERAGE,
        "identical": found.identical,
        "changes": [vars(change) for change in found.changes],
        "did_nothing": [vars(one) for one in found.idle],
        "differing": list(found.differing),
        "in_short": words.in_short(found),
        "notes": words.notes(found),
        "quarters": {name: found.quarters[row] for name, row in found.named_rows.items()},
        "effects": [vars(one) | {"says": words.verdict_words(one)} for one in found.effects],
        "signs": [vars(one) for one in found.signs],
        "partings": _partings(found, found.tips),
        "partings_abroad": _partings(found, found.tips_abroad),
        "tipped": [vars(one) for one in found.causes()],
        "tipped_abroad": [vars(one) for one in found.causes(abroad=True)],
    }


def departs(found: Comparison) -> bool:
    """Whether one of the runs has another oil price than the baseline."""
    return any(run.data.attrs["oil_path_departs"] for run in (found.a, found.b))


def _run(run: Run) -> dict[str, Any]:
    return {
        "name": run.name,
        "scenario": run.scenario.name,
        "title": run.scenario.title,
        "question": run.scenario.question,
        "theory": run.scenario.theory,
        "members": run.members,
        "folder": None if run.folder is None else str(run.folder),
    }


def _partings(found: Comparison, tips: Tips) -> dict[str, Any]:
    partings = tips.partings
    counted = partings.by_quarter(found.a.scenario.start, len(found.quarters)).sum(axis=1)
    return {
        "pairs": partings.count,
        "never": tables.never_parted(tips),
        "when": {f"p{percent:.0f}": _quarter(partings.percentile(percent)) for percent in (0.0, 5.0, 50.0, 95.0)},
        "by_quarter": {quarter: int(n) for quarter, n in zip(found.quarters, counted, strict=True) if n},
        "not_open": int((tips.closed_a | tips.closed_b).sum()),
        "by_rule": int(tips.by_rule.sum()),
    }


def _quarter(quarter: int | None) -> str | None:
    return None if quarter is None else format_quarter(quarter)
