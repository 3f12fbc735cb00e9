"""What a figure shows, in words and numbers: for those who cannot see it, and as a check for those who can."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tightrope.comparison import Comparison
from tightrope.comparison import words as compared
from tightrope.comparison.differences import POSITION
from tightrope.figures.alignment import PANELS as ALIGNMENT
from tightrope.figures.beliefs import PANELS as BELIEFS
from tightrope.figures.chronicle import DECISIONS, LAPSED, MEMBER
from tightrope.figures.curves import unit_words
from tightrope.figures.panels import Panel
from tightrope.figures.purse import PANELS as PURSE
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES, shares
from tightrope.quarters import format_quarter
from tightrope.report.words import counted, listed, percent, signed
from tightrope.results import Run

TOLD = 6
"""Causes of a comparison that are read out."""

LEAST_PRESSURE = 0.005
"""Mean pressure below which a lever is not used."""


def ends(run: Run) -> tuple[str, str]:
    """First and last quarter in words."""
    return format_quarter(run.scenario.start), format_quarter(run.last)


def position(run: Run) -> str:
    """The fan of positions."""
    five = run.percentiles("baku.position")
    first, last = ends(run)
    middle = five[2]
    low, high = int(middle.argmin()), int(middle.argmax())
    text = (
        f"Line chart of Baku's position from −1 (Moscow) to +1 (West), {first} to {last}. "
        f"The median goes from {signed(middle[0])} to {signed(middle[-1])}; it is lowest in {_when(run, low)} "
        f"({signed(middle[low])}) and highest in {_when(run, high)} ({signed(middle[high])})."
    )
    if five[0, -1] == five[-1, -1]:
        return text
    band = run.vector_band("baku.position")
    vectors = "" if band is None else f" Means of parameter vectors: {signed(band[0][-1])} to {signed(band[1][-1])}."
    return (
        f"{text} In {last} the middle half of members lies between {signed(five[1, -1])} and {signed(five[3, -1])}, "
        f"90 % of them between {signed(five[0, -1])} and {signed(five[-1, -1])}.{vectors}"
    )


def outcomes(run: Run) -> str:
    """The stacked areas."""
    found = shares(run.tally)
    first, last = ends(run)
    dates = ((first, 0), (_when(run, len(found) // 2), len(found) // 2), (last, len(found) - 1))
    told = "; ".join(f"{when}: {shares_words(found[row])}" for when, row in dates)
    return f"Stacked areas: share of members in each outcome, from the east (bottom) to the west (top). {told}."


def shares_words(row: Sequence[float] | np.ndarray) -> str:
    """Shares of outcomes from the largest: "going it alone 58.0 %, tactical drift east 42.0 %"."""
    order = sorted(range(len(OUTCOMES)), key=lambda code: -row[code])
    return ", ".join(f"{OUTCOMES[code]} {percent(float(row[code]))}" for code in order if row[code] > 0)


def _panels(run: Run, what: str, panels: Sequence[Panel]) -> str:
    """Small charts: where each line begins and ends."""
    told = [
        f"{panel.title}{f' ({line.label})' if line.label else ''} {_course(run, line.key, share=panel.share)}"
        for panel in panels
        for line in panel.lines
    ]
    first, last = ends(run)
    return f"{len(panels)} line charts of {what}; medians in {first} and {last}: {'; '.join(told)}."


def _course(run: Run, key: str, *, share: bool) -> str:
    if share:
        mean = run.mean(key)
        return f"{percent(float(mean[0]))} to {percent(float(mean[-1]))} of members"
    middle = run.percentiles(key, [50.0])[0]
    unit = str(run.data[key].attrs["units"])
    words = "" if unit in ("level", "index", "0 or 1") else f" {unit_words(unit)}"
    digits = 2 if not words or abs(middle).max() < 10 else 0
    return f"{middle[0]:.{digits}f} to {middle[-1]:.{digits}f}{words}".replace("-", "−")


def alignment(run: Run) -> str:
    """The six outputs."""
    return _panels(run, "the six parts of alignment, levels from 0 to 1", ALIGNMENT)


def purse(run: Run) -> str:
    """The purse."""
    return _panels(run, "the purse", PURSE)


def beliefs(run: Run) -> str:
    """Baku's beliefs."""
    return _panels(run, "what Baku believes, levels from 0 to 1", BELIEFS)


def levers(run: Run) -> str:
    """The heat map of pressure: the strongest quarter of each lever."""
    mean = run.mean("moscow.lever")
    names = [str(name) for name in run.data["lever_name"].values]
    used, idle = [], []
    for place, name in enumerate(names):
        peak = int(mean[:, place].argmax())
        if mean[peak, place] < LEAST_PRESSURE:
            idle.append(name)
        else:
            used.append(f"{name} {mean[peak, place]:.2f} in {_when(run, peak)}, {mean[-1, place]:.2f} at the end")
    told = "; ".join([*used, *([f"not used: {listed(idle)}"] if idle else [])])
    return f"Heat map of Moscow's mean pressure by lever and quarter, 0 to 1; strongest quarter of each: {told}."


def chronicle(run: Run) -> str:
    """One member's moves, treaties and outcome."""
    member = run.nearest_median()
    told = []
    for decision, lane in DECISIONS.items():
        moves = str(run.data[f"move.{decision}"].attrs["flag_meanings"]).split(", ")
        path = run.path(f"move.{decision}", member)
        counts = [(moves[code], int((path == code).sum())) for code in range(1, len(moves))]
        made = ", ".join(f"{move} {count}" for move, count in counts if count)
        told.append(f"{lane}: {made or f'{moves[0]} throughout'}")
    last = OUTCOMES[int(run.path("baku.outcome", member)[-1])]
    return (
        f"Chart of who did what in the run of member {member}, with the number of quarters of each move. "
        f"{'; '.join(told)}. Treaties: {_treaties(run, member) or 'none entered or left'}. Outcome at the end: {last}."
    )


def _treaties(run: Run, member: int) -> str:
    status = run.path("world.treaty", member)
    told = []
    for place, name in enumerate(run.data["treaty"].values):
        path, says = status[:, place], run.scenario.seeds.treaties[str(name)].says
        for row in range(1, len(path)):
            if path[row] == MEMBER != path[row - 1]:
                told.append((row, f"enters {says} in {_when(run, row)}"))
            elif path[row - 1] == MEMBER and path[row] == LAPSED:
                told.append((row, f"leaves {says} in {_when(run, row)}"))
    return ", ".join(text for _, text in sorted(told))


def _when(run: Run, row: int) -> str:
    return format_quarter(run.scenario.start + row)


ONE: dict[str, Callable[[Run], str]] = {
    "position": position,
    "alignment": alignment,
    "outcomes": outcomes,
    "purse": purse,
    "levers": levers,
    "beliefs": beliefs,
    "chronicle": chronicle,
}
"""Descriptions of the figures of one run, by their names."""


# -- several runs -----------------------------------------------------------------------------------------------------
def columns(runs: Sequence[Run]) -> str:
    """Fans and areas, a column each."""
    told = []
    for run in runs:
        five = run.percentiles("baku.position")[:, -1]
        told.append(
            f"{run.name}, {ends(run)[1]}: median position {signed(five[2])} (90 % of members {signed(five[0])} to "
            f"{signed(five[-1])}); {shares_words(shares(run.tally)[-1])}"
        )
    return (
        f"{counted(len(runs), 'column')} on common axes: position over time above, shares of outcomes below. "
        f"{'. '.join(told)}."
    )


def positions(runs: Sequence[Run]) -> str:
    """The medians on one chart."""
    told = []
    for run in runs:
        middle = run.percentiles("baku.position", [50.0])[0]
        told.append(f"{run.name} from {signed(middle[0])} ({ends(run)[0]}) to {signed(middle[-1])} ({ends(run)[1]})")
    return f"Line chart of the median position of each run, from −1 (Moscow) to +1 (West): {'; '.join(told)}."


def endings(runs: Sequence[Run]) -> str:
    """The bars of the last quarters."""
    order = [OUTCOMES[code] for code in EAST_TO_WEST]
    told = "; ".join(f"{run.name}, {ends(run)[1]}: {shares_words(shares(run.tally)[-1])}" for run in runs)
    return f"Bars of the share of members in each outcome at the end, {order[0]} left to {order[-1]} right. {told}."


def difference(found: Comparison) -> str:
    """The fan of the pairs' differences."""
    end = found.effect(POSITION, found.quarters[-1])
    five = found.percentiles(POSITION)[:, -1]
    return (
        f"Line chart of the difference in position, {found.b.name} less {found.a.name}, pair by pair over time. "
        f"In {found.quarters[-1]} the mean is {compared.interval_words(end)}; half of the pairs lie between "
        f"{signed(five[1])} and {signed(five[3])}, 90 % between {signed(five[0])} and {signed(five[-1])}."
    ).replace("-0.", "−0.")


def tipping(found: Comparison) -> str:
    """The causes of partings, as bars."""
    told, seeds = [], found.b.scenario.seeds
    for abroad, whose in ((False, "of any capital's first different choice"), (True, "of Baku's first abroad")):
        causes = [one for one in found.causes(abroad=abroad) if one.pairs][:TOLD]
        bars = ", ".join(
            f"{'' if abroad else compared.decision_words(one.decision) + ': '}{compared.cause_words(one, seeds)} "
            f"{percent(one.share)}"
            for one in causes
        )
        told.append(f"{whose}: {bars or 'no pair'}")
    return f"Bars of what most often tipped a choice, in shares of the pairs that part; {'; '.join(told)}."
