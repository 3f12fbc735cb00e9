"""Two runs laid on each other, member by member: what differs, how surely, when choices part and what tipped them."""

from tightrope.comparison.comparison import Comparison, check_repeatable, compare
from tightrope.comparison.folder import check_place, is_comparison, not_ours
from tightrope.comparison.pairs import Facts, Pairs, pair_up, problems_of

__all__ = [
    "Comparison",
    "Facts",
    "Pairs",
    "check_place",
    "check_repeatable",
    "compare",
    "is_comparison",
    "not_ours",
    "pair_up",
    "problems_of",
]
