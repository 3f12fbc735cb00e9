from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from tests.calibrate.small import kept

from tightrope.calibrate.posterior import posterior
from tightrope.evidence import load_seeds
from tightrope.figures import style
from tightrope.figures.calibration import control, parameters

SEEDS = load_seeds()


def words(drawn) -> str:
    figure = np.ravel(drawn)[0].get_figure(root=True)
    return " ".join(" ".join(text.get_text() for text in figure.findobj(Text)).split())


def test_prior_against_posterior_names_the_most_moved_and_counts_the_rest():
    moved = posterior(SEEDS, SEEDS.kept)
    told = words(parameters(SEEDS.kept, moved))
    held = sum(one.moved for one in moved)
    assert f"History moves {held} of {len(moved)} uncertain parameters further than chance would" in told
    assert f"{len(moved) - held} of {len(moved)} below: history does not constrain them" in told
    assert moved[0].key in told and moved[40].key not in told


@pytest.mark.slow
def test_vectors_that_fail_the_control_are_drawn_apart():
    found = kept()
    failing = found.model_copy(
        update={"vectors": (found.vectors[0].model_copy(update={"control": 0.5}), *found.vectors[1:])}
    )
    count = len(found.vectors)
    told = words(control(failing))
    assert f"passes the control filter ({count - 1})" in told and "fails it (1)" in told


@pytest.mark.parametrize("name", ["parameters", "control"])
@pytest.mark.slow
def test_nothing_written_is_cut_off(name):
    drawn = parameters(SEEDS.kept, posterior(SEEDS, SEEDS.kept)) if name == "parameters" else control(kept())
    figure = np.ravel(drawn)[0].get_figure(root=True)
    with mpl.rc_context(style.SETTINGS):
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        box = figure.get_tightbbox(renderer)
    assert box.x0 >= 0 and box.y0 >= 0
    assert box.x1 <= style.WIDE and box.y1 <= style.HIGH
