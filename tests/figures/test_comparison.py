"""The figures of comparisons: all is told, nothing is cut off or lies on anything else, and the numbers are right."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from tests.small_runs import ensemble, run, short, still

from tightrope.comparison import Comparison, compare
from tightrope.ensemble import simulate
from tightrope.errors import RunError
from tightrope.figures import COMPARED, difference, draw_comparison, style
from tightrope.figures.parting import HATCHES
from tightrope.results import DISCLAIMER, OIL_CAVEAT, Run
from tightrope.scenario import load

ENGAGED = {"washington.engagement": 0.5}


def engaged() -> Comparison:
    return compare(run(), Run.of(simulate(short(**ENGAGED)), name="baseline+washington.engagement=0.5"))


def without_chance() -> Comparison:
    return compare(still(), Run.of(simulate(short(uncertainty="none", members=3, **ENGAGED))))


def with_vectors() -> Comparison:
    sides = (ensemble(), simulate(short(**ENGAGED)))
    shared = [dataclasses.replace(one, vectors=np.arange(60) % 5, vector_count=5) for one in sides]
    return compare(*map(Run.of, shared))


KINDS: dict[str, Callable[[], Comparison]] = {
    "engaged": engaged,
    "cheap oil": lambda: compare(run(), run("cheap-oil")),
    "war": lambda: compare(run(), run("karabakh-escalation")),
    "still": without_chance,
    "the same": lambda: compare(run(), run()),
    "vectors": with_vectors,
}


@functools.cache
def found(kind: str) -> Comparison:
    return KINDS[kind]()


@functools.cache
def drawn(name: str, kind: str) -> Any:
    return COMPARED[name](found(kind))


def figure_of(axes: Any) -> Figure:
    figure = np.ravel(axes)[0].get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


@functools.cache
def laid_out(name: str, kind: str) -> Any:
    """Put everything on a figure into its place, as drawing does, without painting it; returns the renderer."""
    figure = figure_of(drawn(name, kind))
    with mpl.rc_context(style.SETTINGS):
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw_without_rendering()
    return renderer


def words(axes: Any) -> str:
    return " ".join(" ".join(text.get_text() for text in figure_of(axes).findobj(Text)).split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", COMPARED)
def test_every_figure_says_what_is_compared_how_and_that_it_is_no_forecast(name, kind):
    told = words(drawn(name, kind))
    one = found(kind)
    assert told.count(DISCLAIMER) == 1
    assert f"{one.pairs.count:,} pairs; seed {one.a.scenario.seed}" in told
    assert one.b.scenario.question in told
    assert str(one.a.data.attrs["spread"])[1:] in told
    assert (OIL_CAVEAT in told) == (kind == "cheap oil")


def test_causes_have_the_names_of_explain_and_no_axis_goes_beyond_all_pairs():
    found = drawn("tipping", "engaged")
    told = words(found)
    for name in ("western cover", "scarce attention"):
        assert name in told
    assert "regime against" not in told
    for ax in np.ravel(found):
        assert ax.spines["bottom"].get_bounds() == (0, 1)


def test_the_headline_names_the_change_or_both_scenarios():
    assert "Baseline: what Washington's engagement 0.5 changes" in words(drawn("difference", "engaged"))
    assert "“War at Karabakh” beside “Baseline”" in words(drawn("difference", "war"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", COMPARED)
@pytest.mark.slow
def test_nothing_is_cut_off(name, kind):
    figure, renderer = figure_of(drawn(name, kind)), laid_out(name, kind)
    with mpl.rc_context(style.SETTINGS):
        box = figure.get_tightbbox(renderer)
    assert box.x0 >= 0 and box.y0 >= 0
    assert box.x1 <= style.WIDE and box.y1 <= style.HIGH


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", COMPARED)
def test_no_two_words_lie_on_each_other(name, kind):
    figure, renderer = figure_of(drawn(name, kind)), laid_out(name, kind)
    with mpl.rc_context(style.SETTINGS):
        texts = [*figure.texts]
        for ax in np.ravel(drawn(name, kind)):
            legend = ax.get_legend()
            texts += [*ax.texts, ax.title, ax._left_title, *(ax.get_yticklabels() if name == "tipping" else ())]
            texts += legend.get_texts() if legend else []
        boxes = [
            (text.get_text(), Text.get_window_extent(text, renderer).shrunk(0.98, 0.7))
            for text in texts
            if text.get_text().strip() and text.get_visible()
        ]
    clashes = [
        (one, other)
        for place, (one, here) in enumerate(boxes)
        for other, there in boxes[place + 1 :]
        if here.overlaps(there)
    ]
    assert clashes == []


def test_the_line_is_the_mean_and_the_fan_is_the_spread_of_pairs():
    one = found("engaged")
    ax = drawn("difference", "engaged")
    values = one.pairs.difference("baku.position")
    lines = [line.get_ydata() for line in ax.get_lines() if len(line.get_ydata()) == len(values)]
    assert any(np.allclose(line, values.mean(axis=1)) for line in lines)
    _, low, high = one.interval("baku.position")
    assert sum(np.allclose(line, edge) for line in lines for edge in (low, high)) == 2
    # The fan is wider than the interval of the mean, and each is labelled as what it is.
    assert (one.percentiles("baku.position")[4] > high).all()
    told = words(ax)
    assert "95 % of pairs below" in told and "mean +0." in told
    assert "Dashed black: the 90 % interval of the mean, what the number of pairs leaves open." in told


def test_pairs_in_two_groups_are_shaded_apart_and_told():
    whole = {"quarters": 32, "members": 400}
    both = [Run.of(simulate(load(name).set(whole))) for name in ("baseline", "worst-case")]
    ax = difference(compare(*both))
    told = words(ax)
    said = re.search(r"2022-Q4: (\d+) % about (-0\.\d+) and (\d+) % about (-0\.\d+)\.", told)
    assert said is not None
    low, high = float(said[2]), float(said[4])
    ends = [one.data["baku.position"].values[:, -1] for one in both]
    below = ends[1] - ends[0] < (low + high) / 2
    assert int(said[1]) + int(said[3]) == 100 and abs(int(said[1]) - 100 * below.mean()) < 3
    assert low < high - 0.25
    assert "Pairs stand in two groups" not in words(drawn("difference", "engaged"))
    low, high = ax.get_ylim()
    heights = np.concatenate([path.vertices[:, 1] for one in ax.collections for path in one.get_paths()])
    assert low < heights.min() and heights.max() < high


def test_the_spread_between_vectors_is_drawn_apart():
    assert "between vectors" in words(drawn("difference", "vectors"))
    assert "Dashed red: how far parameter vectors lie apart, luck taken out." in words(drawn("difference", "vectors"))
    assert "between vectors" not in words(drawn("difference", "engaged"))


def test_without_chance_there_is_neither_fan_nor_interval_to_name():
    told = words(drawn("difference", "still"))
    assert "of pairs below" not in told


def test_another_variable_is_drawn_under_its_name_and_unit():
    told = words(difference(found("engaged"), key="world.reserves"))
    assert "Reserves of the oil fund: B less A" in told
    assert "difference in reserves of the oil fund (USD bn)" in told


@pytest.mark.parametrize("key", ["moscow.lever", "baku.outcome"])
def test_what_is_no_single_amount_or_level_has_no_fan(key):
    with pytest.raises(RunError, match=f"'{key}' is no amount or level of one part"):
        difference(found("engaged"), key=key)


def test_the_bars_of_the_histogram_are_the_partings():
    one = found("war")
    ax = drawn("parting", "war")
    last = ax.get_xlim()[1]
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_width() == 0.25]
    shown = one.partings.parted & (one.partings.quarter < round((last - 1992) * 4))
    assert sum(bar.get_height() for bar in bars if bar.get_x() < last) == shown.sum() > 0
    assert "Ankara first" in words(ax)


def test_the_bars_of_the_causes_are_their_shares():
    one = found("war")
    for ax, abroad in zip(np.ravel(drawn("tipping", "war")), (False, True), strict=True):
        widths = [patch.get_width() for patch in ax.patches]
        expected = [cause.share for cause in one.causes(abroad=abroad) if cause.pairs]
        assert widths == pytest.approx([*expected[:7], sum(expected[7:])] if len(expected) > 8 else expected)
        assert sum(widths) == pytest.approx(1)


def test_of_runs_that_are_the_same_no_figure_is_written(tmp_path):
    assert draw_comparison(found("the same"), tmp_path / "figures") == []
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize("name", COMPARED)
def test_a_figure_draws_in_the_axes_it_is_given(name):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    axes = np.ravel(COMPARED[name](found("war"), ax=left))
    assert all(ax.get_figure() is figure for ax in axes)
    assert not right.patches and not right.lines
    if name in ("difference", "parting"):
        assert axes[0] is left


@pytest.mark.slow
def test_the_files_are_the_same_bytes_each_time(tmp_path):
    first = draw_comparison(found("engaged"), tmp_path / "one")
    again = draw_comparison(found("engaged"), tmp_path / "two")
    assert [path.name for path in first] == [f"{name}.{kind}" for name in COMPARED for kind in ("png", "svg")]
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(first, again, strict=True))


def test_capitals_can_be_told_apart_in_the_histogram_and_the_bars():
    assert set(HATCHES) == set(style.CAPITAL_COLOURS) - {"world"}
    hatched = [capital for capital, hatch in HATCHES.items() if hatch]
    assert len({HATCHES[capital] for capital in hatched}) == len(hatched) == 3
