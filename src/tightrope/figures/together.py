"""Several runs in one figure: their positions over time, and what they end in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from tightrope.comparison.spoken import changes_spoken
from tightrope.errors import RunError
from tightrope.figures import style
from tightrope.figures.curves import Array, control, course, end_labels, time_axis, unit_words, window
from tightrope.figures.outcomes import percent
from tightrope.figures.page import Frame, page, text_width, wrapped
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES, shares, vector_interval, wilson
from tightrope.quarters import format_quarter
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT, Run

WORTH_A_NUMBER = 0.045
"""Share from which a part of a bar says how large it is."""

MANY = 8
"""Runs beyond which lines are drawn thin."""

BANDS_UP_TO = 3
"""Runs whose middle halves can lie on each other and still be read."""

LONGEST_NAME = 2.3


def names_of(runs: Sequence[Run]) -> list[str]:
    """What tells runs apart: their names; of one scenario under several theories, the theories."""
    told = [_apart(run) for run in runs]
    if not all(theory for _, theory in told):
        return [run.name for run in runs]
    return [theory if _only_theories(runs) else f"{name}, {theory}" for name, theory in told]


def _apart(run: Run) -> tuple[str, str]:
    """A run's name without its theory, and the theory where the name ends in it, else ""."""
    theory = run.scenario.theory
    plain = run.name.removesuffix(f"+{theory}")
    return plain, theory if plain != run.name else ""


def _only_theories(runs: Sequence[Run]) -> bool:
    """Whether runs differ in their theory alone, as far as their names say."""
    told = [_apart(run) for run in runs]
    return all(theory for _, theory in told) and len({name for name, _ in told}) == 1 < len(runs)


@style.styled
def positions(runs: Sequence[Run], *, members: Sequence[int] = (), ax: Axes | None = None) -> Axes:
    """Median positions of several runs over time, of up to three with the middle 50 % of members; returns the axes.

    Single ``members`` are thin lines in the look of their run. Runs must overlap in time. Raises RunError for fewer
    than two runs, or if one did not record the position.
    """
    check(runs, "baku.position")
    names = [_broken(name) for name in names_of(runs)]
    if ax is None:
        bands = " with the middle 50 % of members" if len(runs) <= BANDS_UP_TO else ""
        bands += singly(members)
        widest = max(text_width(line, style.SMALL + 0.5) for name in names for line in name.split("\n"))
        _, axes = page(frame_of(runs, f"Baku's median position, run by run{bands}"), labels=widest + 0.25)
        ax = axes[0, 0]
    styles = looks(runs)
    labels: dict[float, list[tuple[float, str, str]]] = {}
    extremes = [-0.4, 0.4]
    for place, run in enumerate(runs):
        colour, dashes = styles[place]
        low, middle, high = run.percentiles("baku.position", [25.0, 50.0, 75.0])
        if len(runs) <= BANDS_UP_TO:
            years, edges = course(run, [low, high])
            ax.fill_between(years, *edges, color=colour, alpha=0.16, lw=0, zorder=1.1)
            extremes += [float(low.min()), float(high.max())]
        ax.plot(*course(run, middle), color=colour, ls=dashes, lw=2.6 if len(runs) <= MANY else 1.6, zorder=3)
        extremes += [float(middle.min()), float(middle.max())]
        for path in (run.path("baku.position", member) for member in members):
            ax.plot(*course(run, path), color=colour, ls=dashes, lw=0.9, zorder=2.5)
            extremes += [float(path.min()), float(path.max())]
        labels.setdefault(window(run)[1], []).append((float(middle[-1]), names[place], colour))
    time_axis(ax, runs[0])
    end = max(labels)
    ax.set_xlim(min(window(run)[0] for run in runs), end)
    ax.set_ylim(max(-1, np.floor(10 * min(extremes) - 0.2) / 10), min(1, np.ceil(10 * max(extremes) + 0.2) / 10))
    ax.axhline(0, color=style.QUIET, lw=1.0, zorder=1.4)
    ax.set_ylabel(f"position ({unit_words('index')}; Moscow -1, West +1)")
    for year, ending in labels.items():
        end_labels(ax, ending, at=None if year == end else year, size=_fitting(style.SMALL + 0.5, ax, len(runs)))
    return ax


def singly(members: Sequence[int]) -> str:
    """What the thin lines are, for a heading; "" where there are none."""
    if not members:
        return ""
    return f"; thin: member{'s' if len(members) > 1 else ''} {', '.join(map(str, members))}"


def looks(runs: Sequence[Run]) -> list[tuple[str, Any]]:
    """Colour and line style of each run, the same in whatever order the runs are given.

    Beyond eight runs colours come again with other line styles.
    """
    count = len(style.RUN_STYLES)
    places = {name: place for place, name in enumerate(sorted({run.name for run in runs}))}
    at = [places[run.name] for run in runs] if len(places) == len(runs) else range(len(runs))
    return [(style.RUN_STYLES[place % count][0], style.RUN_STYLES[(place + place // count) % count][1]) for place in at]


def _fitting(size: float, ax: Axes, rows: int) -> float:
    """A size of type at which so many rows fit above each other in the axes, if it is smaller."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return min(size, 72 * ax.get_position().height * figure.get_figheight() / rows * 0.72)


@style.styled
def endings(runs: Sequence[Run], *, ax: Axes | None = None) -> Axes:
    """Shares of the outcomes in the last quarter of each run, as bars from east to west; returns the axes.

    Raises RunError for fewer than two runs, or if one did not record the outcome.
    """
    check(runs, "baku.outcome")
    names = [f"{name}, {format_quarter(run.last)}" for name, run in zip(names_of(runs), runs, strict=True)]
    if ax is None:
        widest = max(text_width(name, style.TEXT) for name in names)
        heading = "Share of members in each outcome in the last quarter, from the east (left) to the west (right)"
        words = frame_of(runs, heading, [*_luck(runs), *_vectors(runs)])
        _, axes = page(words, left=min(3.4, widest + 0.3), above=0.45)
        ax = axes[0, 0]
    small = _fitting(style.SMALL + 0.5, ax, len(runs))
    for place, run in enumerate(runs):
        _bar(ax, place, shares(run.tally)[-1], small)
    lines = [wrapped(name, style.TEXT, 3.1) for name in names]
    size = _fitting(style.TEXT, ax, sum(map(len, lines)))
    ax.set_yticks(range(len(runs)), ["\n".join(name) for name in lines], size=size)
    ax.set_ylim(len(runs) - 0.45, -0.55)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)
    ax.legend(
        loc="lower left", bbox_to_anchor=(0.0, 1.01), ncols=len(OUTCOMES), fontsize=style.SMALL + 0.5, handlelength=1.6,
        columnspacing=1.2, handletextpad=0.5, borderaxespad=0.0,
    )  # fmt: skip
    return ax


def _bar(ax: Axes, place: int, final: Array, size: float) -> None:
    """One run's bar, with the shares that there is room to write."""
    base = 0.0
    for code in EAST_TO_WEST:
        look = style.OUTCOME_STYLES[OUTCOMES[code]]
        edge = style.mixed(look.ink, 0.55)
        ax.barh(
            place, final[code], left=base, height=0.72, facecolor=look.colour, hatch=look.hatch, edgecolor=edge,
            hatchcolor=edge, lw=0.6, zorder=2, label=OUTCOMES[code] if place == 0 else None,
        )  # fmt: skip
        if final[code] >= WORTH_A_NUMBER:
            ax.text(
                base + final[code] / 2, place, percent(final[code]), ha="center", va="center", size=size,
                weight="bold", color=look.ink, zorder=3,
                bbox={"boxstyle": "round,pad=0.15", "fc": look.colour, "ec": "none"},
            )  # fmt: skip
        base += float(final[code])


def check(runs: Sequence[Run], *keys: str) -> None:
    """Raise RunError for fewer than two runs, or if one did not record these variables."""
    if len(runs) < 2:
        raise RunError("a figure of several runs needs at least two")
    for run in runs:
        run.require(*keys)


def _broken(name: str) -> str:
    return "\n".join(wrapped(name.replace("+", " + "), style.SMALL + 0.5, LONGEST_NAME))


def _luck(runs: Sequence[Run]) -> list[str]:
    """How far luck may have moved the shares."""
    widest = 0.0
    for run in runs:
        if run.scenario.uncertainty != "none":
            low, high = wilson(run.tally.counts[-1], run.members)
            widest = max(widest, float((high - low).max()) / 2)
    return (
        [f"The number of members leaves each share open by up to {100 * widest:.0f} points either way (90 %)."]
        if widest
        else []
    )


def _vectors(runs: Sequence[Run]) -> list[str]:
    """How far parameter vectors differ in the shares, luck taken out, and what the control does as a filter."""
    told = []
    for run in runs:
        low, high = (end[-1] for end in vector_interval(run.tally))
        if not np.isnan(low).any():
            code = int((high - low).argmax())
            ends = f"{percent(low[code], bare=True)}–{percent(high[code])}"
            told.append(" ".join([f"{run.name}: {OUTCOMES[code]} {ends}.", *control(run)]))
    if not told:
        return []
    return [f"Between parameter vectors, luck taken out (90 %), the outcome that differs most: {' '.join(told)}"]


def frame_of(runs: Sequence[Run], heading: str, more: Sequence[str] = (), *, oil: bool = False) -> Frame:
    """The words around a chart of several runs; ``oil`` for charts of oil and purse."""
    members = sorted({run.members for run in runs})
    seeds = sorted({run.scenario.seed for run in runs})
    ways = sorted({str(run.data.attrs["spread"]).removeprefix("uncertainty: ") for run in runs})
    count = f"{members[0]:,}" if len(members) == 1 else f"{members[0]:,} to {members[-1]:,}"
    seed = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {', '.join(map(str, seeds))}"
    footer = [f"Uncertainty: {' or '.join(ways)}; {count} members in each run; {seed}."]
    if oil or any(run.data.attrs["oil_path_departs"] for run in runs):
        footer.append(OIL_CAVEAT)
    footer.append(f"{DISCLAIMER} {CAVEAT}")
    if _only_theories(runs):
        footer.insert(0, "Every theory has the same numbers; they were set with quantal-response in mind.")
    titles = list(dict.fromkeys(run.scenario.title for run in runs))
    title = " / ".join(titles) if len(titles) <= 3 else f"{len(runs)} runs side by side"
    if _only_theories(runs):
        changes = ", ".join(["", *changes_spoken(runs[0])[:-1]])  # the last part is the theory
        title = f"{titles[0]}{changes} under {len(runs)} theories of choice"
    questions = list(dict.fromkeys(run.scenario.question for run in runs))
    question = questions[0] if len(questions) == 1 else f"Where do {len(runs)} scenarios lead, and how far apart?"
    return Frame(title, question, tuple(footer), heading, tuple(more))
