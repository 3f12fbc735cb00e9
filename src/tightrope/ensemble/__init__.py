"""Many members of one scenario: in pieces, on one core or several, and the same to the last bit either way.

Luck belongs to a member's fixed block (``luck.BLOCK``), no rule adds up over members, and every piece is written to its
own place. So neither the number of workers nor the size or order of the pieces nor the size of the ensemble can be
seen in the results.
"""

from tightrope.ensemble.crew import most_workers
from tightrope.ensemble.fold import ALL_BINS, GRAIN, Bins, Fold, bins_for, percentiles
from tightrope.ensemble.simulate import WHOLE_UP_TO, Ensemble, default_workers, passing, simulate

__all__ = [
    "ALL_BINS",
    "GRAIN",
    "WHOLE_UP_TO",
    "Bins",
    "Ensemble",
    "Fold",
    "bins_for",
    "default_workers",
    "most_workers",
    "passing",
    "percentiles",
    "simulate",
]
