"""A run is reckoned in single precision, or in double on request: all of it, and both come to the same."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks import counting
from numpy.typing import NDArray
from tests.small_runs import short

from tightrope.choice import RULES, Decision, Ledger, Moves, Open, Value
from tightrope.ensemble import simulate
from tightrope.model import AlignmentModel
from tightrope.precision import REALS, Array, Precision
from tightrope.scenario import load

SCENARIOS = sorted(path.stem for path in (Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
WORLDS: dict[str, dict[str, Any]] = {
    "usual": {},
    "no chance": {"uncertainty": "none"},
    "vectors": {"uncertainty": "history"},
    "bent terms": {"theory": "prospect-theory"},
    "good enough": {"theory": "satisficing"},
}
each_world = pytest.mark.parametrize("changes", WORLDS.values(), ids=list(WORLDS))


@each_world
@pytest.mark.parametrize("precision", ["single", "double"])
def test_all_that_a_model_holds_is_in_its_precision(precision: Precision, changes: dict[str, Any]) -> None:
    model = AlignmentModel(short(**changes), 40, precision=precision)
    model.run()
    holders = {**model.holders, "treaties": model.treaties, "drivers": model.drivers, **model.numbers.capitals}
    found = {
        f"{type(holder).__name__} {name}.{key}": value.dtype
        for name, holder in holders.items()
        for key, value in vars(holder).items()
        if isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f"
    }
    model.close()
    assert len(found) > 300
    assert {place: dtype for place, dtype in found.items() if dtype != REALS[precision]} == {}


@each_world
def test_no_step_of_a_quarter_is_reckoned_in_double(monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]) -> None:
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    plain = counting.Counted.__array_ufunc__

    def noted(self: Any, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        result, frame = plain(self, ufunc, method, *inputs, **options), sys._getframe(1)
        if frame.f_code.co_filename.startswith(counting.PACKAGE):
            found[result.dtype][f"{frame.f_code.co_name}, line {frame.f_lineno}: {ufunc.__name__}"] += 1
        return result

    monkeypatch.setattr(counting.Counted, "__array_ufunc__", noted)
    counting.calls_per_quarter(short(**changes), 200, 8)
    assert len(found[REALS["single"]]) > 100
    assert found[REALS["double"]] == {}


@pytest.mark.parametrize("name", ["baseline", "history", "worst-case"])
def test_listening_changes_no_bit_of_what_a_move_is_worth(name: str) -> None:
    plan, sums = short(name), ([], [])  # type: tuple[list[NDArray[Any]], list[NDArray[Any]]]

    def kept(into: list[NDArray[Any]]) -> Any:
        def rule(decision: Decision, ledger: Ledger, may: Mapping[str, Open], noise: Value, gumbel: Array) -> Moves:
            is_open = np.array([np.broadcast_to(may.get(move, True), gumbel.shape[-1]) for move in decision.moves])
            into.append(np.where(is_open, ledger.sums, 0.0))
            return RULES["quantal-response"](decision, ledger, may, noise, gumbel)

        return rule

    for into, sink in zip(sums, (None, lambda *heard: None), strict=True):
        model = AlignmentModel(plan, 300, rule=kept(into), sink=sink)
        model.run()
        model.close()
    unheard, heard = sums
    assert len(heard) == len(unheard) == 6 * plan.quarters
    for one, other in zip(unheard, heard, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_single_and_double_precision_come_to_the_same(name: str) -> None:
    # Measured with 10,000 members of five scenarios: at most one made a different move, and no state of the others
    # differed by more than a 100,000th of the largest.
    single, double = (simulate(load(name), 400, precision=precision).records for precision in REALS)
    moves = [key for key in single if key.startswith("move.")]
    alike = np.all([(single[key] == double[key]).all(axis=0) for key in moves], axis=0)
    assert alike.sum() >= len(alike) - 1
    for key in single.keys() - set(moves) - {"baku.outcome", "world.treaty"}:
        one, other = single[key][..., alike].astype(np.float64), double[key][..., alike].astype(np.float64)
        np.testing.assert_allclose(one, other, rtol=0.0, atol=3e-5 * max(1e-3, np.abs(other).max()), err_msg=key)
