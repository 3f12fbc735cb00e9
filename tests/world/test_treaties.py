from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tightrope.evidence import Treaty, load_seeds
from tightrope.evidence.entries import Content
from tightrope.quarters import format_quarter, parse_quarter
from tightrope.world.treaties import CLOSED, LAPSED, MEMBER, OFFER, SOUGHT, STATUS, Treaties

START = 92
ALL = np.array([True, True])
FIRST = np.array([True, False])


def body(name: str, depth: float, offer: str = "standing", **more: object) -> Treaty:
    """A body of the small world below, closed at its start unless said otherwise; quarters are whole numbers here."""
    fields = {
        "says": name, "pole": "moscow", "windows": ((94, 97),), "signable": None, "expires": None, "needs": (),
        "exit_price": 0.5, "status": {START: "closed"}, "content": Content(security=depth, economy=0.0, energy=0.0),
        "evidence": (), "grade": "assumption", "why": "for the test",
    }  # fmt: skip
    return Treaty.model_construct(id=name, depth=depth, offer=offer, **{**fields, **more})


def of(*bodies: Treaty, members: int = 2) -> Treaties:
    return Treaties({treaty.id: treaty for treaty in bodies}, START, members)


def days(treaties: Treaties, first: int, last: int) -> Iterator[int]:
    """Open one quarter after another."""
    for quarter in range(first, last + 1):
        treaties.calendar(quarter)
        yield quarter


def status(treaties: Treaties, name: str) -> list[str]:
    return [STATUS[int(code)] for code in treaties.status[treaties.row[name]]]


# -- windows and offers -----------------------------------------------------------------------------------------------
def test_a_standing_body_is_on_offer_while_its_window_is_open() -> None:
    treaties = of(body("pact", 0.4))
    seen = {quarter: status(treaties, "pact")[0] for quarter in days(treaties, 92, 99)}
    assert [quarter for quarter, code in seen.items() if code == "on offer"] == [94, 95, 96, 97]
    assert seen[98] == "closed"


def test_a_body_may_open_a_second_time() -> None:
    treaties = of(body("pact", 0.4, windows=((93, 93), (96, None))))
    seen = [quarter for quarter in days(treaties, 92, 99) if status(treaties, "pact")[0] == "on offer"]
    assert seen == [93, 96, 97, 98, 99]


def test_a_window_that_opens_again_offers_anew_to_those_who_have_left() -> None:
    treaties = of(body("pact", 0.4, windows=((93, 93), (96, None)), status={START: "lapsed"}))
    assert [status(treaties, "pact")[0] for _ in days(treaties, 92, 93)] == ["lapsed", "on offer"]


def test_an_invited_body_waits_for_moscow_and_one_to_be_talked_over_for_baku() -> None:
    treaties = of(body("union", 0.8, "invited"), body("contract", 0.7, "talks", pole="eu"))
    for _ in days(treaties, 92, 96):
        assert status(treaties, "union") == status(treaties, "contract") == ["closed", "closed"]


def test_an_invited_body_may_be_on_offer_when_it_is_founded_and_waits_for_moscow_after_that() -> None:
    treaties = of(body("union", 0.8, "invited", offered_at_opening=True))
    seen = []
    for quarter in days(treaties, 93, 96):
        seen.append(status(treaties, "union")[0])
        if quarter == 94:
            treaties.withdraw(treaties.row["union"], ALL)
    assert seen == ["closed", "on offer", "closed", "closed"]


def test_talks_break_off_and_offers_fall_when_the_window_closes_but_members_stay() -> None:
    treaties = of(body("contract", 0.7, "talks"), body("pact", 0.4), body("club", 0.2))
    for _ in days(treaties, 92, 95):
        pass
    treaties.set(treaties.row["contract"], ALL, SOUGHT)
    treaties.join(treaties.row["club"], FIRST, 95)
    for _ in days(treaties, 96, 98):
        pass
    assert status(treaties, "contract") == status(treaties, "pact") == ["closed", "closed"]
    assert status(treaties, "club") == ["member", "closed"]


def test_an_invitation_goes_to_those_invited_who_are_not_members_already() -> None:
    treaties = of(body("union", 0.8, "invited", status={START: "member"}))
    treaties.status[0, 1] = CLOSED
    treaties.invite(0, ALL)
    assert status(treaties, "union") == ["member", "on offer"]
    treaties.status[0] = CLOSED
    treaties.invite(0, FIRST)
    assert status(treaties, "union") == ["on offer", "closed"]


def test_an_invitation_restarts_the_clock_and_the_clock_counts_quarters() -> None:
    treaties = of(body("union", 0.8, "invited"))
    for _ in days(treaties, 92, 95):
        pass
    assert treaties.age[0].tolist() == [4.0, 4.0]
    treaties.invite(0, FIRST)
    assert treaties.age[0].tolist() == [0.0, 4.0]
    treaties.calendar(96)
    assert treaties.age[0].tolist() == [1.0, 5.0]


def test_at_a_documented_start_an_offer_and_talks_are_as_old_as_their_window() -> None:
    since = {"windows": ((80, 85), (88, None))}
    treaties = of(
        body("club", 0.2, status={START: "on offer"}, **since),
        body("contract", 0.7, "talks", status={START: "sought or in talks"}, **since),
        body("pact", 0.4, status={START: "member"}, **since),
        body("new", 0.3, status={START: "on offer"}, windows=((START, None),)),
    )
    assert treaties.age[:, 0].tolist() == [3.0, 3.0, 0.0, 0.0]
    treaties.calendar(START)
    # Opened in quarter 88, the fifth quarter of the offer is 92: four have gone by.
    assert treaties.age[:2, 0].tolist() == [4.0, 4.0]


def test_only_an_offer_can_be_withdrawn() -> None:
    treaties = of(body("union", 0.8, "invited"), members=5)
    treaties.status[0] = [CLOSED, OFFER, SOUGHT, MEMBER, LAPSED]
    treaties.withdraw(0, np.ones(5, dtype=bool))
    assert treaties.status[0].tolist() == [CLOSED, CLOSED, SOUGHT, MEMBER, LAPSED]


def test_a_window_is_open_from_its_first_quarter_to_its_last() -> None:
    treaties = of(body("pact", 0.4, windows=((93, 93), (96, 97))), body("club", 0.2, windows=((95, None),)))
    assert [quarter for quarter in range(90, 100) if treaties.is_open(0, quarter)] == [93, 96, 97]
    assert [quarter for quarter in range(90, 100) if treaties.is_open(1, quarter)] == [95, 96, 97, 98, 99]


def test_a_contract_is_signable_from_its_quarter_on_and_others_at_once() -> None:
    treaties = of(body("contract", 0.7, "talks", signable=95), body("pact", 0.4))
    assert [treaties.signable(0, quarter) for quarter in (94, 95, 96)] == [False, True, True]
    assert treaties.signable(1, 92)


# -- joining, leaving, expiry -----------------------------------------------------------------------------------------
def test_joining_brings_in_what_the_body_needs() -> None:
    treaties = of(body("pact", 0.4, needs=("club",)), body("club", 0.2), body("other", 0.1))
    treaties.join(treaties.row["pact"], FIRST, 94)
    assert status(treaties, "pact") == status(treaties, "club") == ["member", "closed"]
    assert status(treaties, "other") == ["closed", "closed"]


def test_joining_again_does_not_restart_the_clock_of_what_one_is_in() -> None:
    treaties = of(body("pact", 0.4, needs=("club",)), body("club", 0.2))
    treaties.join(treaties.row["club"], FIRST, 92)
    for _ in days(treaties, 93, 95):
        pass
    treaties.join(treaties.row["pact"], ALL, 95)
    assert treaties.age[treaties.row["club"]].tolist() == [3.0, 0.0]


def test_who_leaves_a_standing_body_can_come_back_while_it_is_open() -> None:
    treaties = of(body("pact", 0.4))
    for _ in days(treaties, 92, 94):
        pass
    treaties.join(0, ALL, 94)
    treaties.leave(0, FIRST, 95)
    assert status(treaties, "pact") == ["on offer", "member"]
    treaties.join(0, FIRST, 96)
    assert status(treaties, "pact") == ["member", "member"]


def test_who_leaves_after_the_window_has_closed_is_out_for_good() -> None:
    treaties = of(body("pact", 0.4, status={START: "member"}))
    for _ in days(treaties, 92, 99):
        pass
    treaties.leave(0, FIRST, 99)
    assert status(treaties, "pact") == ["lapsed", "member"]


def test_who_leaves_an_invited_body_must_be_invited_again() -> None:
    treaties = of(body("union", 0.8, "invited", status={START: "member"}))
    treaties.leave(0, FIRST, 95)
    assert status(treaties, "union") == ["lapsed", "member"]
    treaties.invite(0, ALL)
    assert status(treaties, "union") == ["on offer", "member"]


def test_only_a_member_can_leave() -> None:
    treaties = of(body("pact", 0.4))
    for _ in days(treaties, 92, 94):
        pass
    treaties.leave(0, ALL, 94)
    assert status(treaties, "pact") == ["on offer", "on offer"]


def test_a_term_runs_out_for_members_and_for_nobody_else() -> None:
    treaties = of(body("pact", 0.4, expires=96, windows=((92, None),), status={START: "on offer"}))
    treaties.join(0, FIRST, 92)
    seen = [status(treaties, "pact") for _ in days(treaties, 93, 97)]
    assert seen == [["member", "on offer"]] * 3 + [["lapsed", "on offer"]] * 2


# -- depth and content ------------------------------------------------------------------------------------------------
def test_depth_is_that_of_the_deepest_membership() -> None:
    treaties = of(body("club", 0.15), body("union", 0.85), body("pact", 0.45), members=4)
    treaties.status[:] = np.array([[3, 3, 1, 0], [0, 3, 1, 4], [3, 0, 1, 2]])
    assert treaties.depth_of(treaties.pole("moscow")) == pytest.approx([0.45, 0.85, 0.0, 0.0])


def test_content_is_the_largest_among_memberships_not_that_of_the_deepest() -> None:
    shelter = Content(security=1.0, economy=0.0, energy=0.0)
    trade = Content(security=0.1, economy=1.0, energy=0.5)
    treaties = of(body("pact", 0.45, content=shelter), body("union", 0.85, content=trade), members=3)
    treaties.status[:] = np.array([[3, 3, 0], [0, 3, 3]])
    rows = treaties.pole("moscow")
    assert treaties.content_of(rows, "security") == pytest.approx([1.0, 1.0, 0.1])
    assert treaties.content_of(rows, "economy").tolist() == [0.0, 1.0, 1.0]


def test_a_poles_treaties_come_shallowest_first() -> None:
    treaties = of(body("union", 0.85), body("club", 0.15), body("far", 0.3, pole="eu"), body("pact", 0.45))
    assert [treaties.ids[row] for row in treaties.pole("moscow")] == ["club", "pact", "union"]


# -- the bodies of the documents --------------------------------------------------------------------------------------
# Opening dates from the table of bodies in the model's description: quarter of the month named there.
OPENINGS = {
    "cst": ("1992-Q2", "1994-Q2"),  # May 1992, to 1994
    "csto": ("2002-Q2", None),  # May 2002, then standing
    "fta": ("2011-Q4", None),  # October 2011
    "partnership_for_peace": ("1994-Q2", None),  # May 1994
    "action_plan": ("2005-Q1", None),
    "eastern_partnership": ("2009-Q2", None),  # May 2009
    "guam": ("1997-Q4", None),  # October 1997
}


@pytest.mark.parametrize("name", OPENINGS)
def test_a_body_of_history_is_on_offer_from_the_quarter_of_its_opening(name: str) -> None:
    first, last = OPENINGS[name]
    treaties = Treaties(load_seeds().treaties, 0, 1)
    offered = [quarter for quarter in days(treaties, 0, 91) if status(treaties, name) == ["on offer"]]
    assert format_quarter(offered[0]) == first
    assert offered[-1] == (91 if last is None else parse_quarter(last))
    assert offered == list(range(offered[0], offered[-1] + 1))


def test_the_collective_security_treaty_runs_out_in_april_1999_and_leaves_its_member_in_the_commonwealth() -> None:
    treaties = Treaties(load_seeds().treaties, 0, 1)
    pact = treaties.row["cst"]
    for quarter in days(treaties, 0, 28):
        if quarter == 6:  # September 1993
            treaties.join(pact, np.array([True]), quarter)
    assert status(treaties, "cst") == status(treaties, "cis") == ["member"]
    treaties.calendar(parse_quarter("1999-Q2"))
    assert status(treaties, "cst") == ["lapsed"]
    assert status(treaties, "cis") == ["member"]


def test_moscows_deeper_bodies_need_the_commonwealth() -> None:
    for name in ("cst", "csto", "fta", "eurasian_union"):
        treaties = Treaties(load_seeds().treaties, 0, 1)
        treaties.join(treaties.row[name], np.array([True]), 0)
        assert status(treaties, "cis") == ["member"]


def test_at_the_end_of_2014_baku_is_where_the_documents_leave_it() -> None:
    treaties = Treaties(load_seeds().treaties, parse_quarter("2015-Q1"), 1)
    member = {name for name in treaties.ids if status(treaties, name) == ["member"]}
    assert member == {"cis", "partnership_for_peace", "action_plan", "eastern_partnership", "guam", "nam"}
    assert status(treaties, "strategic_partnership") == ["sought or in talks"]  # sought, unsigned by end 2014
    assert status(treaties, "association_agreement") == ["lapsed"]  # dropped by 2013
