"""Sentences, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tightrope.evidence import load_seeds
from tightrope.explanation.story import Happening, Moment
from tightrope.explanation.weigh import Part, Weighing
from tightrope.explanation.words import (
    Words,
    counted_moves,
    decided_in_words,
    gather,
    outcomes_in_words,
    place_of,
    plain,
    signed,
    stretches,
    told,
    told_parts,
    treaties_in_words,
)

SEEDS = load_seeds()
WORDS = Words(SEEDS)


def part(consideration: str, size: float, margin: float = 0.1) -> Part:
    name = WORDS.name("baku.abroad", consideration)
    return Part(consideration, name, size, size / margin if margin > 0 else None, f"of {name}", ("duress-memory",))


ONE = Weighing(
    quarter=6, decision="baku.abroad", move="join", target="cst", changes=True, nearest="stall", nearest_target="",
    margin=0.1, difference=-0.12, chance=0.22, favourite="stall", favourite_target="", ahead=0.12, decided_by="chance",
    parts=(part("duress", 0.5), part("patron", 0.04), part("cover", -0.06), part("memory", -0.6)), options=(),
)  # fmt: skip


def test_who_moved_and_where_to():
    assert WORDS.does(ONE) == "Baku joins the Collective Security Treaty"
    assert WORDS.does(replace(ONE, move="stall", target="")) == "Baku stalls"
    assert WORDS.doing("baku.abroad", "conclude association", "strategic_partnership") == (
        "concluding the Strategic Partnership Agreement"
    )
    assert WORDS.doing("baku.abroad", "join") == "joining a body"


def test_a_choice_that_chance_tipped_says_so_and_what_the_considerations_alone_favoured():
    assert WORDS.verdict(ONE) == (
        "Nearest alternative: stalling, which lost by 0.10 (considerations -0.12, chance +0.22). Chance tipped it: the "
        "considerations alone favoured stalling by 0.12."
    )


def test_a_choice_of_the_considerations_says_by_how_much_the_nearest_lost():
    decided = replace(ONE, difference=0.3, chance=-0.2, favourite="join", ahead=0.0, decided_by="considerations")
    assert WORDS.verdict(decided) == (
        "Nearest alternative: stalling, which lost by 0.10 (considerations +0.30, chance -0.20)."
    )


def test_a_choice_of_the_rule_says_what_it_passed_over():
    by_rule = replace(ONE, margin=-0.25, difference=-0.2, chance=-0.05, decided_by="rule")
    assert WORDS.verdict(by_rule) == (
        "The theory's rule took it although stalling came out ahead by 0.25 (considerations +0.20, chance +0.05)."
    )


def test_a_choice_without_an_alternative_says_so():
    assert WORDS.verdict(replace(ONE, nearest="", decided_by="nothing else was open")) == "Nothing else was open."


def test_a_reason_carries_its_size_a_star_where_it_was_needed_and_its_claims():
    needed, small, *_, memory = ONE.parts
    assert WORDS.reason(needed) == "+0.50* existential duress: of existential duress"
    assert WORDS.brief(small) == "+0.04  need for a patron"
    assert WORDS.brief(memory) == "-0.60  memory of coercion"
    assert WORDS.behind(needed) == "[duress-memory]"
    assert WORDS.behind(replace(needed, evidence=())) == "[no document speaks of it]"


def test_the_few_that_decided_are_the_three_largest_for_it_and_the_largest_against_it():
    # Below a tenth of the largest (0.6) a consideration is not told: 0.04 is left out.
    assert [one.consideration for one in told_parts(ONE)] == ["duress", "memory"]
    many = replace(ONE, parts=tuple(part(name, 0.5) for name in ("duress", "patron", "cover", "ankara")))
    assert [one.consideration for one in told_parts(many)] == ["duress", "patron", "cover"]
    none = replace(ONE, parts=(part("cover", -0.5), part("memory", -0.6), part("duress", -0.55)))
    assert [one.consideration for one in told_parts(none)] == ["duress", "memory"]


@pytest.mark.parametrize(
    ("size", "with_sign", "without"),
    [(0.474, "+0.47", "0.47"), (-0.051, "-0.05", "less than 0.01"), (0.004, "+0.00", "less than 0.01")],
)
def test_sizes_are_written_with_two_decimals(size, with_sign, without):
    assert (signed(size), plain(size)) == (with_sign, without)
    assert signed(-0.001) == "+0.00"


def moment(quarter: int, outcome: str, *weighings: Weighing, happenings: tuple[Happening, ...] = ()) -> Moment:
    return Moment(quarter, outcome, {}, happenings, weighings)


HOLD = replace(ONE, move="hold", changes=False)
SQUEEZE = replace(ONE, decision="moscow.act", move="squeeze", target="")
VISIT = replace(SQUEEZE, move="visit")


def test_moves_abroad_and_the_rare_ones_are_told_and_the_others_gathered():
    one = moment(6, "coerced", SQUEEZE, ONE)
    other = moment(7, "coerced", VISIT, HOLD)
    assert told(one) == (ONE,)
    assert told(other) == (VISIT,)
    assert gather([one, other]) == {("moscow.act", "squeeze"): [SQUEEZE]}


def test_quarters_are_written_as_stretches_and_many_of_them_as_from_when_to_when():
    assert stretches([92, 94, 95, 96]) == "2015-Q1, 2015-Q3 to 2016-Q1"
    assert stretches(range(92, 110, 2)) == "now and again from 2015-Q1 to 2019-Q1"


def test_outcomes_are_told_in_turn_or_counted_where_they_change_often():
    moments = [moment(92 + row, name) for row, name in enumerate(["coerced", "coerced", "western tilt"])]
    assert outcomes_in_words(moments) == "coerced 2015-Q1 to 2015-Q2; western tilt 2015-Q3"
    often = [moment(92 + row, ("coerced", "western tilt")[row % 2]) for row in range(9)]
    assert outcomes_in_words(often) == "coerced in 5, western tilt in 4 of 9 quarters, changing 8 times"


def test_treaties_are_told_with_how_they_ended():
    entered = Happening("treaty", "cst", "", "on offer", "member")
    ended = Happening("treaty", "cst", "", "member", "lapsed")
    moments = [
        moment(6, "coerced", ONE, happenings=(entered,)),
        moment(29, "going it alone", HOLD, happenings=(ended,)),
        moment(30, "going it alone", replace(ONE, move="leave"), happenings=(ended,)),
    ]
    assert treaties_in_words(moments, SEEDS) == (
        "enters Collective Security Treaty 1993-Q3; outlives Collective Security Treaty 1999-Q2; "
        "leaves Collective Security Treaty 1999-Q3"
    )
    assert treaties_in_words(moments[:0], SEEDS) == "none entered or left"


def test_moves_and_what_decided_them_are_counted():
    plainly = replace(ONE, decided_by="considerations")
    by_rule = replace(ONE, decided_by="rule")
    assert counted_moves([ONE, plainly, replace(ONE, move="stall")]) == "join 2, stall 1"
    assert decided_in_words([ONE, plainly, plainly, by_rule], WORDS) == (
        "existential duress 2, tipped by chance 1, taken by the rule 1"
    )


def test_a_claim_is_placed_by_document_section_and_page():
    assert place_of(SEEDS.claims["georgia-2008-calculus"]) == "going-it-alone, Evolution, p. about 148"
    assert place_of(SEEDS.claims["tactical-drift"]) == "closer-to-russia, bullet 2"
