"""Charts without their slides, and runs in columns on common axes."""

from __future__ import annotations

import io
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text
from tests.small_runs import filtered, history, run, short, still

from tightrope.ensemble import simulate
from tightrope.errors import RunError
from tightrope.figures import FIGURES, style
from tightrope.figures.columns import columns
from tightrope.figures.cut import cut_out
from tightrope.figures.page import Slide, without_words
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES, shares
from tightrope.results import DISCLAIMER, Run


def figure_of(axes) -> Slide:
    figure = np.ravel(axes)[0].get_figure(root=True)
    assert isinstance(figure, Slide)
    return figure


# -- cut out ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.slow
def test_a_chart_is_cut_out_with_its_heading_and_its_own_notes(name):
    found = cut_out(lambda: FIGURES[name](run("karabakh-escalation")), "about")
    image = imread(io.BytesIO(found.png))
    assert image.shape[:2] == (found.height, found.width)
    assert found.heading == figure_of(FIGURES[name](run("karabakh-escalation"))).frame.heading != ""
    assert not any(DISCLAIMER in note or "seed" in note for note in found.notes)
    # White all around, ink within.
    edge = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    assert (edge[:, :3] > 0.99).all() and image[..., :3].min() < 0.2


def test_a_chart_has_the_room_of_the_words_left_out():
    slide = FIGURES["position"](run()).get_position().height
    with without_words():
        cut = FIGURES["position"](run()).get_position().height
    assert cut > slide + 0.1


def test_slides_drawn_afterwards_have_their_words_again():
    cut_out(lambda: FIGURES["position"](run()), "about")
    told = " ".join(text.get_text() for text in figure_of(FIGURES["position"](run())).findobj(Text))
    assert run().scenario.title in told and "not a forecast" in told


def test_a_cut_out_has_the_same_bytes_every_time():
    made = [cut_out(lambda: FIGURES["outcomes"](run()), "about").png for _ in range(2)]
    assert made[0] == made[1]


# -- columns ----------------------------------------------------------------------------------------------------------
def several() -> list[Run]:
    return [run(), run("cheap-oil"), run("karabakh-escalation")]


def test_a_column_shows_the_median_and_the_shares_of_its_run():
    axes = columns(several())
    assert axes.shape == (2, 3)
    for place, one in enumerate(several()):
        (median,) = [line for line in axes[0, place].lines if line.get_linewidth() == 2.6]
        assert np.allclose(median.get_ydata(), one.percentiles("baku.position", [50.0])[0])
        tops = [line.get_ydata() for line in axes[1, place].lines]
        expected = np.cumsum(shares(one.tally)[:, EAST_TO_WEST], axis=1).T
        assert np.allclose(tops, expected)


def test_the_axes_of_a_row_are_the_same_whatever_the_windows():
    axes = columns([run(), history(), Run.of(simulate(short("control", quarters=12)))])
    for row in axes:
        assert len({(*one.get_xlim(), *one.get_ylim()) for one in row}) == 1
    assert axes[0, 0].get_xlim()[0] == 1992.0


@pytest.mark.parametrize("count", [2, 4, 6])
def test_no_words_of_columns_lie_on_each_other_or_beyond_the_page(count):
    names = ["baseline", "cheap-oil", "karabakh-escalation", "baseline+washington.engagement=0.5", "worst-case", "x"]
    runs = [Run(run().scenario, run().data, name=name) for name in names[:count]]
    axes = columns(runs)
    figure = figure_of(axes)
    canvas = FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()
    with mpl.rc_context(style.SETTINGS):
        canvas.draw()
        box = figure.get_tightbbox(renderer)
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= style.WIDE and box.y1 <= style.HIGH
        boxes = []
        for ax in axes.flat:
            first, last = ax.get_xlim()
            ticks = [text for text in ax.get_xticklabels() if first <= text.get_position()[0] <= last]
            key = ax.get_legend()
            boxes += [*ticks, ax._left_title, *(key.get_texts() if key else [])]
        shown = [(text.get_text(), text.get_window_extent(renderer)) for text in [*boxes, *figure.texts]]
    shown = [(text, where.shrunk(0.98, 0.8)) for text, where in shown if text.strip()]
    assert len(shown) > 4 * count
    assert [(one, other) for (one, here), (other, there) in combinations(shown, 2) if here.overlaps(there)] == []


def test_every_outcome_is_in_the_key():
    figure = figure_of(columns(several()))
    told = [text.get_text() for text in figure.findobj(Text)]
    assert all(outcome in told for outcome in OUTCOMES)


def test_columns_can_be_drawn_into_given_axes_and_of_any_kind_of_run():
    figure = Figure()
    axes = columns([still(), filtered()], ax=figure.add_subplot())
    assert axes.shape == (2, 2) and axes[0, 0].get_figure() is figure


def test_one_run_too_many_and_what_was_not_recorded_are_refused():
    with pytest.raises(RunError, match="needs two to 6"):
        columns([run()])
    with pytest.raises(RunError, match="needs two to 6"):
        columns([run()] * 7)
    bare = Run.of(simulate(short(quarters=4), record=["baku.position"]))
    with pytest.raises(RunError, match=r"did not keep baku\.outcome"):
        columns([run(), bare])
