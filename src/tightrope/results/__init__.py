"""What a run found: labelled arrays, tables, and a folder of plain files."""

from tightrope.results.folder import check_place, clear_leftovers, is_results_folder, open_run
from tightrope.results.run import Run
from tightrope.results.words import CAVEAT, DISCLAIMER, OIL_CAVEAT

__all__ = [
    "CAVEAT",
    "DISCLAIMER",
    "OIL_CAVEAT",
    "Run",
    "check_place",
    "clear_leftovers",
    "is_results_folder",
    "open_run",
]
