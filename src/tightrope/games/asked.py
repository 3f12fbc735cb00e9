"""What may be asked for as a game: capitals to play, and a member of the ensemble."""

from __future__ import annotations

from collections.abc import Sequence

from tightrope.errors import Problem, in_words, nearest, one_of
from tightrope.games.setting import SEATS
from tightrope.scenario import Scenario


def wrong_seats(seats: Sequence[str], where: str) -> list[Problem]:
    """What is wrong with capitals to play; ``where`` names what they were given by."""
    problems = []
    if not seats:
        problems.append(Problem(where, None, None, "", "missing", f"whom to play, {one_of(SEATS)}"))
    for seat in dict.fromkeys(seats):
        if seat not in SEATS:
            problems.append(Problem(where, None, None, "", in_words(seat), one_of(SEATS), nearest(seat, SEATS)))
        elif seats.count(seat) > 1:
            problems.append(Problem(where, None, None, "", f"{seat} given twice", "every capital once"))
    return problems


def wrong_member(member: object, plan: Scenario, where: str) -> list[Problem]:
    """What is wrong with a member to play."""
    if isinstance(member, int) and 0 <= member < plan.members:
        return []
    return [Problem(where, None, None, "", in_words(member), f"a member from 0 to {plan.members - 1}")]
