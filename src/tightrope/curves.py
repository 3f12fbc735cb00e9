"""What every rule shares: two curves, shares turned into balances, and values of some members only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tightrope.precision import Array

Value = Array | float


def rises(value: Value, threshold: Value, width: Value) -> Array:
    """A smooth step from 0 to 1 around a threshold: 1 / (1 + exp(-(value - threshold) / width)); ``width`` > 0.

    Far below the threshold exp overflows to infinity, and the step is 0 as it should be.
    """
    step: Array = np.exp((threshold - value) / width)
    step += 1.0
    return 1.0 / step


def level(value: Array) -> Array:
    """Keep a level within 0 and 1."""
    return value.clip(0.0, 1.0)


def balance(share: Value) -> Value:
    """For less against, -1 to 1, of the share in favour."""
    return 2.0 * share - 1.0


def of_members(value: Value, who: NDArray[np.int64]) -> Value:
    """A value as some members have it, by their places; a number is everybody's."""
    return value.take(who) if isinstance(value, np.ndarray) else value
