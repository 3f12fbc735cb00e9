from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tightrope.outcomes import (
    EAST_TO_WEST,
    OUTCOMES,
    between_vectors,
    passage_quarters,
    reversibility,
    shares,
    tally,
    vector_interval,
    wilson,
)

ALONE, DRIFT, TILT, ASSOCIATION, ACCESSION, COERCED = range(6)

# Five quarters (down) of four members (across).
STORY = np.array(
    [
        [ALONE, ALONE, ALONE, ALONE],
        [ALONE, DRIFT, COERCED, ALONE],
        [ALONE, ACCESSION, COERCED, DRIFT],
        [ALONE, ACCESSION, ALONE, ALONE],
        [ALONE, ACCESSION, ALONE, DRIFT],
    ],
    dtype=np.int8,
)

codes_of_any_shape = arrays(np.int8, st.tuples(st.integers(1, 6), st.integers(1, 8)), elements=st.integers(0, 5))


def test_the_order_from_east_to_west_names_every_outcome_once() -> None:
    assert [OUTCOMES[code] for code in EAST_TO_WEST] == [
        "coerced",
        "Eurasian accession",
        "tactical drift east",
        "going it alone",
        "western tilt",
        "European association",
    ]


def test_shares_count_the_members_of_each_quarter() -> None:
    found = shares(tally(STORY))
    assert found[0].tolist() == [1, 0, 0, 0, 0, 0]
    assert found[2].tolist() == [0.25, 0.25, 0, 0, 0.25, 0.25]


@given(codes_of_any_shape)
def test_shares_of_a_quarter_add_up_to_one(codes: np.ndarray) -> None:
    assert np.allclose(shares(tally(codes)).sum(axis=1), 1)


@given(codes_of_any_shape)
def test_tallies_of_two_groups_add_up_to_the_tally_of_both(codes: np.ndarray) -> None:
    vectors = np.arange(codes.shape[1]) % 2
    both = tally(codes, vectors, 2)
    for cut in range(1, codes.shape[1]):
        halves = tally(codes[:, cut:], vectors[cut:], 2) + tally(codes[:, :cut], vectors[:cut], 2)
        assert halves.members == both.members
        for name in ("counts", "first", "left", "gone", "stayed", "by_vector"):
            assert np.array_equal(getattr(halves, name), getattr(both, name)), name


def test_ever_reached_counts_a_member_once_however_often_it_returns() -> None:
    # Member 3 drifts twice, member 1 once.
    assert tally(STORY).ever.tolist() == [4, 2, 0, 0, 1, 1]


def test_first_passage_is_the_quarter_of_first_entry() -> None:
    found = tally(STORY)
    assert found.first[:, DRIFT].tolist() == [0, 1, 1, 0, 0]
    assert found.first[:, ACCESSION].tolist() == [0, 0, 1, 0, 0]


def test_passage_quarters_are_of_those_that_reached_it_and_empty_for_what_nobody_reached() -> None:
    found = passage_quarters(tally(STORY), (5.0, 50.0, 95.0))
    assert found[:, DRIFT].tolist() == [1, 1, 2]
    assert found[:, ALONE].tolist() == [0, 0, 0]
    assert np.isnan(found[:, TILT]).all()


def test_reversibility_tells_leaving_once_from_being_away_at_the_end() -> None:
    left, gone, stayed = reversibility(tally(STORY))
    # Both drifters left (one for good into accession, one came back); only the first is away at the end.
    assert (left[DRIFT], gone[DRIFT], stayed[DRIFT]) == (1.0, 0.5, 1.5)
    assert (left[COERCED], gone[COERCED], stayed[COERCED]) == (1.0, 1.0, 2.0)
    assert (left[ACCESSION], gone[ACCESSION], stayed[ACCESSION]) == (0.0, 0.0, 3.0)
    assert np.isnan([left[TILT], gone[TILT], stayed[TILT]]).all()


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3 (score, without continuity correction), 95 %.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_luck_interval_is_the_published_score_interval(count: int, total: int, low: float, high: float) -> None:
    found = wilson(np.array(count), total, coverage=0.95)
    assert found[0] == pytest.approx(low, abs=5e-5)
    assert found[1] == pytest.approx(high, abs=5e-5)


@given(st.integers(1, 10**6).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_luck_interval_holds_the_share_and_stays_between_none_and_all(case: tuple[int, int]) -> None:
    count, total = case
    low, high = wilson(np.array(count), total)
    assert 0 <= low <= count / total <= high <= 1
    assert low < high


def test_the_luck_interval_covers_what_it_says() -> None:
    # 4,000 ensembles of 200 members whose true share is 0.15: about 90 % of the intervals must hold it.
    counts = np.random.default_rng(1).binomial(200, 0.15, size=4000)
    low, high = wilson(counts, 200)
    assert ((low <= 0.15) & (high >= 0.15)).mean() == pytest.approx(0.90, abs=0.02)


def _codes(shares_of_vectors: np.ndarray, members_each: int) -> tuple[np.ndarray, np.ndarray]:
    vectors = np.repeat(np.arange(len(shares_of_vectors)), members_each)
    luck = np.random.default_rng(5).random(len(vectors))
    return (luck < shares_of_vectors[vectors])[None, :].astype(np.int8), vectors


def test_vectors_that_do_not_differ_get_a_narrower_interval_than_their_own_noisy_shares() -> None:
    codes, vectors = _codes(np.full(200, 0.3), 25)
    low, high = vector_interval(tally(codes, vectors, 200))
    own = np.array([codes[0, vectors == vector].mean() for vector in range(200)])
    noisy = np.subtract(*np.percentile(own, [95, 5]))
    assert high[0, DRIFT] - low[0, DRIFT] < 0.4 * noisy


def test_vectors_that_differ_keep_their_true_spread() -> None:
    true = np.linspace(0.1, 0.9, 200)
    codes, vectors = _codes(true, 25)
    low, high = vector_interval(tally(codes, vectors, 200))
    assert low[0, DRIFT] == pytest.approx(np.percentile(true, 5), abs=0.03)
    assert high[0, DRIFT] == pytest.approx(np.percentile(true, 95), abs=0.03)


def test_without_shared_vectors_there_is_no_vector_interval() -> None:
    for codes in (tally(STORY), tally(STORY, np.arange(4), 4)):
        low, high = vector_interval(codes)
        assert low.shape == high.shape == (5, 6)
        assert np.isnan(low).all() and np.isnan(high).all()


@given(st.lists(st.integers(0, 6), min_size=3, max_size=40), st.integers(0, 5))
def test_the_range_between_vectors_holds_the_share_it_stands_beside(inside: list[int], more: int) -> None:
    # Vectors of 6 members, the first ones with a seventh, as where members do not divide by vectors.
    sizes = [7 if place < more else 6 for place in range(len(inside))]
    codes = np.concatenate([np.arange(size) < count for size, count in zip(sizes, inside, strict=True)])
    vectors = np.repeat(np.arange(len(sizes)), sizes)
    found = tally(codes[None, :].astype(np.int8), vectors, len(sizes))
    low, high = vector_interval(found)
    assert (low <= shares(found)).all() and (shares(found) <= high).all()


def test_a_few_vectors_far_out_do_not_leave_the_share_outside_its_range() -> None:
    # 97 of 100 vectors give 100 %, three 93 %: the share of all is 99.8 %, the percentiles 5 and 95 are both 100 %.
    codes, vectors = (np.arange(100)[None, :] >= 0) & np.ones((100, 100), dtype=bool), np.repeat(np.arange(100), 100)
    codes[:3, :7] = False
    found = tally(codes.reshape(1, -1).astype(np.int8), vectors, 100)
    low, high = vector_interval(found)
    assert shares(found)[0, DRIFT] == pytest.approx(0.9979)
    assert low[0, DRIFT] == pytest.approx(0.9979) and high[0, DRIFT] == pytest.approx(1.0, abs=3e-4)


def test_a_spread_that_luck_explains_is_taken_out_whole() -> None:
    centre = np.array([[0.0], [1.0], [2.0]])
    low, high = between_vectors(centre, luck=np.array([1.0]))
    assert (low.tolist(), high.tolist()) == ([1.0], [1.0])
    low, high = between_vectors(centre, luck=np.array([0.0]))
    assert (low[0], high[0]) == (pytest.approx(0.1), pytest.approx(1.9))
