"""The two slides of a game."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from tests.games.tables import game, turning

from tightrope.figures import debrief_choices, debrief_path, style
from tightrope.figures.debrief import MOST_BARS, weightiest
from tightrope.games import debrief, follow, replay
from tightrope.games.debrief import Debrief
from tightrope.results import DISCLAIMER

KINDS: dict[str, Any] = {
    "both": (game("moscow", "baku", quarters=24), turning()),
    "history": (game("baku", name="history", quarters=24), turning()),
    "followed": (game("moscow"), follow),
    "alike": (game("moscow", uncertainty="none"), turning()),
    "one quarter": (game("moscow", quarters=1), turning()),
}
SLIDES = {"path": debrief_path, "choices": debrief_choices}


@functools.cache
def found(kind: str) -> Debrief:
    return debrief(replay(*KINDS[kind]))


@functools.cache
def slide(kind: str, name: str) -> Any:
    return SLIDES[name](found(kind))


def words(ax: Any) -> str:
    texts = [text.get_text() for text in ax.get_figure(root=True).findobj(Text)]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("name", SLIDES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_slide_names_who_played_what_and_what_it_is_not(kind, name):
    text = words(slide(kind, name))
    plan = found(kind).game.plan
    for part in (plan.title, plan.question, "a game as", "member 3", f"theory: {plan.theory}", DISCLAIMER):
        assert part in text, part


@pytest.mark.parametrize("name", SLIDES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off(kind, name):
    figure = slide(kind, name).get_figure(root=True)
    assert isinstance(figure, Figure)
    with mpl.rc_context(style.SETTINGS):
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        box = figure.get_tightbbox(renderer)
    assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= style.WIDE and box.y1 <= style.HIGH


@pytest.mark.parametrize("kind", ["both", "history"])
def test_the_path_shows_the_game_the_member_alone_and_the_kinds_of_parting(kind):
    ax = slide(kind, "path")
    drawn = [np.asarray(line.get_ydata(), dtype=float) for line in ax.lines]
    for path in (found(kind).path, found(kind).path_alone):
        assert any(len(line) == len(path) and np.allclose(line, path) for line in drawn)
    numbers = [text.get_text() for text in ax.texts if text.get_text().isdecimal()]
    assert numbers == [str(place) for place in range(1, len(weightiest(found(kind))) + 1)]


def test_the_bars_are_what_was_cost_and_won():
    ax, totals = slide("both", "choices"), found("both").totals
    widths = [bar.get_width() for bar in ax.patches]
    kept = sorted((one.size for one in totals), key=abs, reverse=True)[:MOST_BARS]
    assert widths == pytest.approx(sorted(kept))


def test_a_game_that_followed_the_model_says_so():
    assert "Every choice was the model's." in words(slide("followed", "choices"))
    assert not [text for text in slide("followed", "path").texts if text.get_text().isdecimal()]


def test_where_there_are_no_bars_there_are_no_axes_and_no_word_of_bars():
    ax = slide("followed", "choices")
    assert not ax.axison and not ax.lines and not ax.patches
    assert "Each bar" not in words(ax) and "in 0 of " in words(ax)


def test_what_cost_next_to_nothing_is_not_called_the_models():
    assert found("both").partings
    idle = dataclasses.replace(found("both"), totals=())
    told = words(debrief_choices(idle))
    assert "Every choice was the model's." not in told and "cost and won next to nothing" in told


def test_the_strip_of_the_member_left_alone_is_not_called_as_an_outcome_is():
    names = [text.get_text() for text in slide("both", "path").texts]
    assert "without you" in names and "alone" not in names


def test_a_slide_can_be_drawn_into_axes_of_the_callers():
    for draw in SLIDES.values():
        ax = Figure().add_subplot()
        assert draw(found("both"), ax=ax) is ax
