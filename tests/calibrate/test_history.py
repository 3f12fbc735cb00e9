"""``uncertainty: history``: members share parameter vectors and keep their own luck."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.legal import differing, run
from tests.small_seeds import write_seeds

from tightrope import state
from tightrope.ensemble import simulate
from tightrope.errors import InputError
from tightrope.evidence import Vectors, load_seeds
from tightrope.luck import Luck
from tightrope.numbers import Numbers, shared_luck
from tightrope.scenario import Scenario, load

CANDIDATES = (3, 17, 1200, 40, 5)
OWN = "moscow.patience"


def sharing(name: str = "baseline", vectors: Vectors | None = None, **changes: object) -> Scenario:
    """A scenario whose members share five vectors, or those given."""
    plan = load(name).set({"quarters": 6, **changes, "uncertainty": "history"})
    return replace(plan, seeds=replace(plan.seeds, vectors=vectors or Vectors(99, CANDIDATES)))


def numbers_of(plan: Scenario, members: list[int]) -> dict[str, np.ndarray]:
    """Every parameter of some members in the first quarter, (members,)."""
    luck = Luck(plan.seed, members, plan.start, 1)
    numbers = Numbers(plan, luck, state.DRIVERS, shared_luck(plan, luck))
    numbers.advance(plan.start)
    held = {
        f"{capital}.{name}": value for capital, place in numbers.capitals.items() for name, value in vars(place).items()
    }
    held |= {key: path.at(plan.start) for key, path in numbers.paths.items()}
    return {key: np.broadcast_to(value, (len(members),)) for key, value in held.items()}


@given(members=st.lists(st.integers(0, 3000), min_size=1, max_size=6))
@settings(max_examples=10)
def test_member_k_has_exactly_the_parameters_of_vector_k_mod_v(members: list[int]) -> None:
    shared = numbers_of(sharing(), members)
    # Candidate i is member i of the vectors' seed, drawing for itself.
    drawing = load("baseline").set({"quarters": 6, "uncertainty": "full", "seed": 99})
    own = numbers_of(drawing, [CANDIDATES[member % 5] for member in members])
    assert [key for key in own if not np.array_equal(shared[key], own[key])] == []


def test_members_of_one_vector_have_the_same_parameters_and_other_luck() -> None:
    shared = numbers_of(sharing(), [2, 7])
    assert all(first == second for first, second in shared.values())
    records = run(sharing(), [2, 7], record=["world.oil_price"])
    assert records["world.oil_price"][5, 0] != records["world.oil_price"][5, 1]


def test_a_member_has_its_own_luck_whatever_its_vector() -> None:
    # Member 8 has candidate 17 in both, alone or as the third of three: the same parameters and the same luck.
    one = sharing(vectors=Vectors(99, (17,)))
    several = sharing(vectors=Vectors(99, (3, 5, 17)))
    alone, among = run(one, [8]), run(several, [8])
    assert differing(alone, among) == []


def test_ranges_that_a_scenario_writes_are_drawn_by_every_member() -> None:
    written = {OWN: {"low": 1, "high": 9}}
    apart = numbers_of(sharing(**written), [2, 7, 12])
    assert len(set(apart[OWN])) == 3 and len(set(apart["moscow.visit_decay"])) == 1
    together = sharing(vectors=Vectors(99, CANDIDATES, written_too=True), **written)
    assert len(set(numbers_of(together, [2, 7, 12])[OWN])) == 1


def test_members_side_by_side_may_share_a_vector() -> None:
    places = Vectors(1, (4, 8, 9), each=3).places(np.arange(11))
    assert places.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0]


def test_the_ensemble_says_which_member_has_which_vector_on_any_number_of_pieces() -> None:
    found = simulate(sharing(), [4, 5, 6, 10, 1], record=["baku.position"], piece=2)
    assert found.vectors is not None
    assert (found.vectors.tolist(), found.vector_count) == ([4, 0, 1, 0, 1], 5)


def test_other_uncertainties_share_nothing() -> None:
    for uncertainty in ("none", "chance", "full"):
        plan = replace(sharing(), uncertainty=uncertainty)
        assert plan.vectors is None
        assert simulate(plan, 2, record=["baku.position"]).vectors is None


def test_without_kept_vectors_history_is_refused_with_what_to_do() -> None:
    seeds = replace(load_seeds(), vectors=None, kept=None)
    with pytest.raises(InputError) as error:
        load("baseline", seeds=seeds).set({"uncertainty": "history"})
    assert str(error.value) == (
        "set: uncertainty: history, for which no parameter vectors have been kept yet; "
        "expected none, chance or full; run make calibrate"
    )


def test_vectors_of_other_ranges_are_named_with_what_to_do() -> None:
    seeds = load_seeds()
    assert seeds.kept is not None
    stale = replace(seeds, kept=seeds.kept.model_copy(update={"ranges": "of yesterday"}))
    plan = load("baseline", seeds=stale)
    assert plan.warnings == ()
    assert plan.set({"uncertainty": "history"}).warnings == (
        "warning: uncertainty: history: the parameter vectors were kept for other ranges than those of seeds/ now; "
        "run make calibrate",
    )
    assert load("baseline").set({"uncertainty": "history"}).warnings == ()


def test_vectors_kept_under_another_theory_are_named() -> None:
    seeds = load_seeds()
    assert seeds.kept is not None
    other = replace(seeds, kept=seeds.kept.model_copy(update={"theory": "another"}))
    [warning] = load("baseline", seeds=other).set({"uncertainty": "history"}).warnings
    assert "kept under the theory another, not quantal-response" in warning


def test_a_faulty_file_of_vectors_is_refused_with_its_line(tmp_path) -> None:
    folder = write_seeds(tmp_path)
    (folder / "vectors.yaml").write_text("version: 2\nseed: many\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_seeds(folder)
    assert "seeds/vectors.yaml:1:1: version: 2; expected at most 1" in str(error.value)
    assert "seeds/vectors.yaml:2:1: seed: the text 'many'; expected a whole number" in str(error.value)
