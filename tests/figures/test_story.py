"""The slide of a member's story."""

from __future__ import annotations

import functools
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from tests.small_runs import short

from tightrope.explanation import Story, tell
from tightrope.figures import story as drawn
from tightrope.figures import style
from tightrope.figures.story import COLUMNS, ROWS, weightiest
from tightrope.results import DISCLAIMER, OIL_CAVEAT
from tightrope.scenario import load

KINDS = {
    "history": ("history", 3),
    "worst case": ("worst-case", 4),
    "cheap oil": ("cheap-oil", 9),
    "long names": ("worst-case", 1645),  # joins and leaves the Collective Security Treaty Organization
}


@functools.cache
def told(kind: str) -> Story:
    name, member = KINDS[kind]
    return tell(load(name), member, spread="uncertainty: some")[0]


@functools.cache
def slide(kind: str) -> Any:
    return drawn(told(kind))


def figure_of(axes: Any) -> Figure:
    found = np.ravel(axes)[0].get_figure(root=True)
    assert isinstance(found, Figure)
    return found


def words(axes: Any) -> str:
    texts = [text.get_text() for text in figure_of(axes).findobj(Text)]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_slide_names_member_question_spread_theory_and_what_it_is_not(kind):
    text = words(slide(kind))
    plan = told(kind).scenario
    for part in (plan.title, plan.question, f"Member {told(kind).member}:", f"theory: {plan.theory}", DISCLAIMER):
        assert part in text
    assert "Uncertainty: some" in text and f"seed {plan.seed}" in text
    assert (OIL_CAVEAT in text) == (kind != "history")


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_the_weightiest_moves_has_a_panel_with_its_date_and_its_bars(kind):
    chosen = weightiest(told(kind), COLUMNS * ROWS)
    path, *panels = np.ravel(slide(kind))
    assert len(panels) == len(chosen) == 6
    numbers = [text.get_text() for text in path.texts if text.get_text().isdecimal()]
    assert numbers == [str(place) for place in range(1, 7)]
    for place, (panel, one) in enumerate(zip(panels, chosen, strict=True), start=1):
        texts = [text.get_text() for text in panel.texts]
        assert any(text.startswith(f"{place} ") for text in texts)
        assert "chance" in texts and f"{one.chance if abs(one.chance) >= 0.005 else 0.0:+.2f}" in texts
        widths = [bar.get_width() for bar in panel.patches]
        assert widths[-1] == pytest.approx(one.chance)
        assert set(np.round(widths[:-1], 9)) <= {round(part.size, 9) for part in one.parts}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off_and_no_words_lie_on_each_other(kind):
    figure = figure_of(slide(kind))
    with mpl.rc_context(style.SETTINGS):
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        box = figure.get_tightbbox(renderer)
        texts = [text for ax in figure.axes for text in ax.texts] + list(figure.texts)
        boxes = [
            (text.get_text(), Text.get_window_extent(text, renderer).shrunk(0.98, 0.8))
            for text in texts
            if text.get_text().strip() and not text.get_text().isdecimal()
        ]
    assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= style.WIDE and box.y1 <= style.HIGH
    clashes = [
        (one, other) for place, (one, here) in enumerate(boxes) for other, there in boxes[place + 1 :]
        if here.overlaps(there)
    ]  # fmt: skip
    assert not clashes


def test_moves_that_change_what_baku_belongs_to_come_before_all_others():
    chosen = weightiest(told("history"), 2)
    assert [one.move for one in weightiest(told("history"), 6)].count("join") == 1
    assert chosen == sorted(chosen, key=lambda one: one.quarter)
    assert "join" in {one.move for one in chosen}


@pytest.mark.parametrize(("quarters", "uncertainty"), [(1, "none"), (2, "full"), (5, "none"), (6, "chance")])
def test_a_short_or_an_idle_story_can_be_drawn_too(quarters, uncertainty):
    story, _ = tell(short(quarters=quarters, uncertainty=uncertainty), 0)
    axes = drawn(story)
    moves = sum(moment.weighing("baku.abroad").changes for moment in story.moments)
    assert len(np.ravel(axes)) == 1 + min(moves, 6)


def test_a_story_draws_in_the_axes_it_is_given_and_leaves_the_rest_to_the_caller():
    figure = Figure(figsize=(12, 6))
    left, right = figure.subplots(1, 2)
    axes = drawn(told("history"), ax=left)
    assert all(one.get_figure() is figure for one in np.ravel(axes))
    assert DISCLAIMER not in words(axes)
    assert not right.lines and not right.texts
