"""How many digits a run reckons with: single precision, or double where that is asked for (decision 0010)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Precision = Literal["single", "double"]
Array = NDArray[np.floating[Any]]
"""Numbers of a run, in its precision."""
Real = np.dtype[np.floating[Any]]

REALS: Mapping[Precision, Real] = {"single": np.dtype(np.float32), "double": np.dtype(np.float64)}
REAL = REALS["single"]
"""What everything in a run is reckoned in unless double precision is asked for."""

NEAR = 1e-5
"""A state that follows a target comes ever nearer and never there: so near to a limit it counts as having reached it.
Else rounding would decide, for all members at once, where a scenario sets a target exactly on a limit."""
