"""History as a test: what the model shows of 1992-2014, beside models that should not show it.

``run_hindcast`` puts the patterns of ``seeds/patterns.yaml`` to the contestants of ``seeds/contestants.yaml``.
"""

from tightrope.hindcast.board import Board, Finding, Row
from tightrope.hindcast.contest import run_hindcast

__all__ = ["Board", "Finding", "Row", "run_hindcast"]
