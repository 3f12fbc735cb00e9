from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from tightrope.evidence import CAPITALS
from tightrope.figures import style
from tightrope.figures.levers import SHADES
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES

# Machado, Oliveira and Fernandes (2009): what an eye without one kind of cone sees, on linear light.
DEFICIENT = {
    "red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour: object) -> np.ndarray:
    rgb = np.array(to_rgb(colour))  # type: ignore[arg-type]
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB light, D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(light, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def lightness(colour: object) -> float:
    return float(lab(linear(colour))[0])


def test_every_outcome_and_capital_has_its_look() -> None:
    assert set(style.OUTCOME_STYLES) == set(OUTCOMES)
    assert set(style.CAPITAL_COLOURS) == set(CAPITALS)


def test_neighbouring_outcomes_differ_in_grey() -> None:
    in_order = [style.OUTCOME_STYLES[OUTCOMES[code]] for code in EAST_TO_WEST]
    for one, other in pairwise(in_order):
        assert abs(lightness(one.colour) - lightness(other.colour)) > 15


def test_no_two_outcomes_share_a_hatching() -> None:
    hatches = [look.hatch for look in style.OUTCOME_STYLES.values()]
    assert len(set(hatches)) == len(hatches)


@pytest.mark.parametrize("cone", DEFICIENT)
def test_outcomes_can_be_told_apart_without_one_kind_of_cone(cone: str) -> None:
    seen = {name: lab(np.array(DEFICIENT[cone]) @ linear(look.colour)) for name, look in style.OUTCOME_STYLES.items()}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 15, (one, other)


def test_words_on_areas_can_be_read() -> None:
    # The contrast that WCAG 2 asks of large or bold text.
    for name, look in style.OUTCOME_STYLES.items():
        one, other = (float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) for colour in (look.colour, look.ink))
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) > 3, name


def test_the_shades_of_pressure_darken_all_the_way() -> None:
    steps = [lightness(SHADES(part)) for part in np.linspace(0, 1, 21)]
    assert all(lighter > darker for lighter, darker in pairwise(steps))


def test_runs_differ_in_colour_and_in_line_style() -> None:
    colours, dashes = zip(*style.RUN_STYLES, strict=True)
    assert len(set(colours)) == len(colours) and len(set(dashes)) == len(dashes)


def test_thinning_a_colour_goes_to_white() -> None:
    assert style.mixed("#117733", 1.0) == pytest.approx(to_rgb("#117733"))
    assert style.mixed("#117733", 0.0) == (1.0, 1.0, 1.0)
