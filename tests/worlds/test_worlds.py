"""Is the model's world believable at all? Asked from the first day, beside what the dated inputs do by themselves.

Passing history proves little here: sets of parameters that agree with nearly all of it may give absurd futures. So a
few worlds are run whose broad outcome the documents, or plain sense, leave in little doubt. Each claim is judged under
luck alone (``chance``) and under the scenarios' own uncertainty, and printed beside the model in which *nobody moves*:
what that model also passes says nothing about how capitals choose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope.consequences import ACCESSION, ASSOCIATION, COERCED
from tightrope.model import AlignmentModel
from tightrope.outcomes import wilson
from tightrope.quarters import parse_quarter
from tightrope.scenario import Scenario, load

MEMBERS = 600
COVERAGE = 0.95
QUARTERS = 40  # to 2024-Q4
UNCERTAINTIES = ("chance", "own")
NOBODY = "nobody-moves"
KEPT = ("baku.outcome", "baku.position", "baku.moscow_depth")

FALL: Mapping[str, Any] = {"world.oil_price": {"fall": "60 %", "over": "3 years"}}


def towards(engagement: float, firmness: float, mediation: float) -> dict[str, Any]:
    """Washington's dated paths from what they are at the start of 2015 to a level at the end of 2017."""
    levels = {"engagement": engagement, "firmness": firmness, "mediation": mediation}
    return {f"washington.{name}": {"2015-Q1": 0.2, "2017-Q4": level} for name, level in levels.items()}


RESTORED, WITHDRAWN = towards(0.65, 0.5, 0.5), towards(0.0, 0.1, 0.05)


def criticism(level: float) -> dict[str, Any]:
    return {"washington.criticism": level, "brussels.criticism": level}


CHANGED: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "control": ("control", {}),
    "baseline": ("baseline", {}),
    "Karabakh": ("karabakh-escalation", {}),
    "worst case": ("worst-case", {}),
    "cheap oil, distant West": ("cheap-oil", {}),
    "cheap oil": ("baseline", FALL),
    "no cover": ("baseline", WITHDRAWN),
    "no cover, cheap oil": ("baseline", {**WITHDRAWN, **FALL}),
    "cover": ("baseline", RESTORED),
    "cover, cheap oil": ("baseline", {**RESTORED, **FALL}),
    "criticism": ("baseline", criticism(0.85)),
    "cover, less criticism": ("baseline", {**RESTORED, **criticism(0.3)}),
}
"""Each world: the scenario it starts from and what is changed in it."""

Records = Mapping[str, NDArray[Any]]
World = Callable[[str], Records]


def plan(name: str, uncertainty: str) -> Scenario:
    scenario, changed = CHANGED[name]
    also = {} if uncertainty == "own" else {"uncertainty": uncertainty}
    return load(scenario).set({**changed, **also, "quarters": QUARTERS})


@cache
def records(name: str, uncertainty: str, rule: str | None) -> Records:
    model = AlignmentModel(plan(name, uncertainty), MEMBERS, record=KEPT, rule=rule)
    model.run()
    model.close()
    return model.records


@dataclass(frozen=True)
class Found:
    """A number with the interval that luck leaves open, and whether the claim holds."""

    value: float
    low: float
    high: float
    holds: bool

    def __str__(self) -> str:
        return f"{self.value:+.3f} ({self.low:+.3f} to {self.high:+.3f}) {'yes' if self.holds else 'no'}"


def share(mask: NDArray[np.bool_], at_least: float) -> Found:
    """A share of members, which must be at least some level with its whole interval."""
    if len(mask) == 0:
        return Found(0.0, 0.0, 1.0, False)
    count = np.array(mask.sum())
    low, high = wilson(count, len(mask), COVERAGE)
    return Found(float(count / len(mask)), float(low), float(high), float(low) >= at_least)


def mean(values: NDArray[Any], sign: int) -> Found:
    """A mean of paired differences, whose whole interval must be on one side of zero."""
    middle = float(values.mean(dtype=float))
    reach = float(ndtri(0.5 + COVERAGE / 2) * values.std(ddof=1, dtype=float) / np.sqrt(len(values)))
    return Found(middle, middle - reach, middle + reach, sign * middle - reach > 0.0)


def row(quarter: str) -> int:
    return parse_quarter(quarter) - parse_quarter("2015-Q1")


def ever_in_moscows_camp(found: Records) -> NDArray[np.bool_]:
    return (found["baku.outcome"] >= ACCESSION).any(axis=0)


def shift(world: World, name: str, base: str = "baseline") -> NDArray[Any]:
    """What a change does to the position by the end of 2019, member by member."""
    at = row("2019-Q4")
    return world(name)["baku.position"][at] - world(base)["baku.position"][at]


def outside_both_camps(world: World) -> Found:
    inside = world("control")["baku.outcome"][: row("2016-Q4") + 1] >= ASSOCIATION
    return share(~inside.any(axis=0), 0.8)


def leave_again(world: World) -> Found:
    # Eight quarters of war end with 2020-Q1; nearly five years later most have gone, and from all deep bodies.
    outcome = world("Karabakh")["baku.outcome"]
    joined = (outcome == COERCED).any(axis=0)
    return share(outcome[row("2024-Q4"), joined] < ACCESSION, 0.5)


def oil_brings_accession_without_cover(world: World) -> Found:
    def more(name: str) -> NDArray[Any]:
        cheap, dear = ever_in_moscows_camp(world(f"{name}, cheap oil")), ever_in_moscows_camp(world(name))
        return cheap.astype(float) - dear

    return mean(more("no cover") - more("cover"), +1)


def oil_moves_more_without_cover(world: World) -> Found:
    covered = shift(world, "cover, cheap oil", "cover")
    return mean(shift(world, "no cover, cheap oil", "no cover") - covered, -1)


@dataclass(frozen=True)
class Claim:
    """Something a believable model shows; ``chosen`` where it takes capitals that choose."""

    says: str
    judge: Callable[[World], Found]
    chosen: bool = False


CLAIMS = (
    Claim("control (S25): outside both camps to 2016-Q4, share >= 0.8", outside_both_camps),
    Claim(
        "Karabakh (S9): ever in Moscow's camp, share >= 0.5",
        lambda world: share(ever_in_moscows_camp(world("Karabakh")), 0.5),
        chosen=True,
    ),
    Claim("Karabakh (S9): of the coerced, out by 2024-Q4, share >= 0.5", leave_again, chosen=True),
    Claim(
        "worst case (S22): ever in Moscow's camp, share >= 0.2",
        lambda world: share(ever_in_moscows_camp(world("worst case")), 0.2),
        chosen=True,
    ),
    Claim(
        "worst case: more often in Moscow's camp than the control",
        lambda world: mean(
            ever_in_moscows_camp(world("worst case")).astype(float) - ever_in_moscows_camp(world("control")), +1
        ),
        chosen=True,
    ),
    Claim(
        "cheap oil, distant West (S1): position, 2019-Q4, < 0", lambda w: mean(shift(w, "cheap oil, distant West"), -1)
    ),
    Claim("cheap oil alone: position, 2019-Q4, < 0", lambda world: mean(shift(world, "cheap oil"), -1)),
    Claim("cheap oil: no cover less cover, position, < 0", oil_moves_more_without_cover),
    Claim(
        "cheap oil: no cover less cover, ever in Moscow's camp, > 0", oil_brings_accession_without_cover, chosen=True
    ),
    Claim("cover (S2): position, 2019-Q4, > 0", lambda world: mean(shift(world, "cover"), +1)),
    Claim("criticism (S4): position, 2019-Q4, < 0", lambda world: mean(shift(world, "criticism"), -1)),
    Claim(
        "cover, less criticism (S5): further than S2, position, > 0",
        lambda world: mean(shift(world, "cover, less criticism", "cover"), +1),
    ),
    Claim(
        "cover, less criticism (S5): further than S4 goes down, > 0",
        lambda world: mean(shift(world, "cover, less criticism") + shift(world, "criticism"), +1),
    ),
)

EVERY_CLAIM = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.says)


def judged(claim: Claim, uncertainty: str, rule: str | None = None) -> Found:
    return claim.judge(lambda name: records(name, uncertainty, rule))


@EVERY_CLAIM
@pytest.mark.parametrize("uncertainty", UNCERTAINTIES)
def test_the_world_is_believable(claim, uncertainty):
    found = judged(claim, uncertainty)
    assert found.holds, f"{claim.says}: {found}"


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.chosen], ids=lambda claim: claim.says)
@pytest.mark.parametrize("uncertainty", UNCERTAINTIES)
def test_what_takes_choices_fails_where_nobody_moves(claim, uncertainty):
    found = judged(claim, uncertainty, NOBODY)
    assert not found.holds, f"{claim.says}: {found}"


def test_the_claims_are_printed_beside_a_model_in_which_nobody_moves(capsys):
    width = max(len(claim.says) for claim in CLAIMS)
    lines = [f"\n{MEMBERS} members; {COVERAGE:.0%} intervals of luck; does it hold?"]
    for uncertainty in UNCERTAINTIES:
        lines.append(f"\n{f'uncertainty: {uncertainty}':{width}}  {'the model':34}  nobody moves")
        lines += [
            f"{claim.says:{width}}  {judged(claim, uncertainty)!s:34}  {judged(claim, uncertainty, NOBODY)}"
            for claim in CLAIMS
        ]
    with capsys.disabled():
        print("\n".join(lines))
    assert sum(claim.chosen for claim in CLAIMS) >= 4


def test_the_control_has_the_drivers_of_mid_2014():
    # The control is a declared plausibility filter: it means something only if it is what it says. Levels, to 0.05.
    control = load("control")
    parameters = [p for p in control.seeds.parameters.values() if p.role == "driver" and p.unit == "level"]
    then = {p.key: p.setting.at(parse_quarter("2014-Q2")).value for p in parameters}
    held = {p.key: control.setting(p.key).at(control.start).value for p in parameters}
    assert {key: (then[key], held[key]) for key in then if abs(then[key] - held[key]) > 0.05} == {}
