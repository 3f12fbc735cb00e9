from __future__ import annotations

import math

import numpy as np
import pytest

from tightrope.curves import level, rises

LN3 = math.log(3.0)


# 1 / (1 + exp(-(value - 0.5) / 0.1)): exp(0) = 1 gives 1/2; exp(-ln 3) = 1/3 gives 1 / (4/3) = 3/4;
# exp(ln 3) = 3 gives 1/4.
@pytest.mark.parametrize(("value", "share"), [(0.5, 0.5), (0.5 + 0.1 * LN3, 0.75), (0.5 - 0.1 * LN3, 0.25)])
def test_a_step_is_half_way_at_its_threshold_and_three_quarters_up_a_little_above(value: float, share: float) -> None:
    assert rises(value, 0.5, 0.1) == pytest.approx(share)


def test_a_step_is_flat_far_away() -> None:
    with np.errstate(over="ignore"):  # as in every quarter of the model
        far = rises(np.array([-1e6, 1e6]), 0.5, 0.005)
    assert far[0] == pytest.approx(0.0, abs=1e-200)
    assert far[1] == 1.0


def test_a_wider_step_is_gentler() -> None:
    # At 0.2 above the threshold: 1 / (1 + exp(-2)) = 0.880797, and with twice the width 1 / (1 + exp(-1)) = 0.731059.
    assert rises(0.7, 0.5, np.array([0.1, 0.2])) == pytest.approx([0.880797, 0.731059], abs=1e-6)


def test_a_level_is_kept_within_nought_and_one_and_left_alone_inside() -> None:
    np.testing.assert_array_equal(level(np.array([-0.5, 0.0, 0.25, 1.0, 7.0])), [0.0, 0.0, 0.25, 1.0, 1.0])
