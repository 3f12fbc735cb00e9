"""What-if reasoning about a small energy exporter between Moscow, Brussels, Washington and Ankara.

The names below are fetched when they are first used, so ``import tightrope`` is immediate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tightrope.comparison import Comparison
    from tightrope.errors import InputError, Problem, RunError, TightropeError
    from tightrope.evidence import Seeds, load_seeds
    from tightrope.face import compare, explain, load, run, version
    from tightrope.model import AlignmentModel
    from tightrope.results import Run, open_run
    from tightrope.scenario import Scenario, scenario_names, schema

    __version__: str

__all__ = [
    "AlignmentModel",
    "Comparison",
    "InputError",
    "Problem",
    "Run",
    "RunError",
    "Scenario",
    "Seeds",
    "TightropeError",
    "compare",
    "explain",
    "load",
    "load_seeds",
    "open_run",
    "run",
    "scenario_names",
    "schema",
    "version",
]

_HOME = {
    "AlignmentModel": "model",
    "Comparison": "comparison",
    "InputError": "errors",
    "Problem": "errors",
    "Run": "results",
    "RunError": "errors",
    "Scenario": "scenario",
    "Seeds": "evidence",
    "TightropeError": "errors",
    "compare": "face",
    "explain": "face",
    "load": "face",
    "load_seeds": "evidence",
    "open_run": "results",
    "run": "face",
    "scenario_names": "scenario",
    "schema": "scenario",
    "version": "face",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from tightrope.face import version

        return version()
    if name not in _HOME:
        raise AttributeError(f"module 'tightrope' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"tightrope.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
