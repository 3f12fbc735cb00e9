"""What Baku believes: memory, cover, punishment, and threats from two sides.

Three western variables stay apart: protection (trust in cover), influence (leverage) and criticism (traps 11 and 12 of
the evidence). Each function takes and returns arrays of shape (members,).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tightrope.curves import level
from tightrope.precision import Array
from tightrope.quarters import QUARTERS_PER_YEAR
from tightrope.world import events

if TYPE_CHECKING:
    from tightrope.capitals.baku import Baku


def lessons(baku: Baku) -> None:
    """What others' fate teaches: invasion of a neighbour (M13), a West that stands aside (M21); both fade.

    demonstration' = (1 - fade) * demonstration + jump * severity * (1 - demonstration / ceiling)
    """
    n, quarter = baku.numbers, baku.model.quarter
    invaded, left_alone, scandal = (
        baku.model.events.severity(kind, quarter) for kind in (events.INVASION, events.STANDING_ASIDE, events.SCANDAL)
    )
    known = baku.demonstration
    baku.demonstration = known * baku.lasting("demonstration_fade")
    baku.abandonment = baku.abandonment * baku.lasting("abandonment_fade")
    baku.pretext = baku.pretext * baku.lasting("pretext_fade")
    if invaded:
        room = np.maximum(1.0 - known / n.demonstration_ceiling, 0.0)
        baku.demonstration = level(baku.demonstration + n.demonstration_jump * invaded * room)
    if left_alone:
        baku.abandonment = level(baku.abandonment + n.abandonment_jump * left_alone)
    if scandal:
        baku.pretext = np.maximum(baku.pretext, scandal)


def memory(baku: Baku) -> Array:
    """Memory of coercion (M10; ``duress-memory``): fades slowly, renewed for as long as membership is coerced."""
    n = baku.numbers
    faded = baku.memory * baku.fixed("memory", lambda n: 1.0 - n.memory_decay / QUARTERS_PER_YEAR)
    return np.maximum(faded, baku.coerced * n.memory_strength)


def trust_in_cover(baku: Baku) -> Array:
    """Would the West protect us (M21)? Follows engagement, firmness, mediation, less the lesson of standing aside."""
    n, washington, brussels = baku.numbers, baku.model.washington, baku.model.brussels
    seen = (
        n.trust_from_engagement * washington.engagement
        + n.trust_from_firmness * washington.firmness
        + n.trust_from_mediation * washington.mediation
        + n.trust_from_brussels * brussels.engagement
        - n.trust_doubt
        - baku.abandonment
    )
    return baku.trust_in_cover + n.belief_rate * (level(seen) - baku.trust_in_cover)


def perceived_western_threat(baku: Baku) -> Array:
    """Would the West unseat us (M22)? Criticism frightens where colour revolutions are present and cover is absent.

    target = base + slope * criticism * salience * (1 - relief * trust) + grievance * max(clarity to peers - clarity, 0)
    Words denied to Baku offend because others have them (M16; ``aa-territorial-language``).
    """
    n, world, brussels = baku.numbers, baku.model.world, baku.model.brussels
    criticism = baku.model.western_criticism
    fear = n.threat_per_criticism * criticism * world.subversion_salience
    fear = fear * (1.0 - n.threat_relief_by_trust * baku.trust_in_cover)
    denied = np.maximum(brussels.numbers.clarity_to_peers - brussels.territorial_clarity, 0.0)
    target = level(n.western_threat_base + fear + n.grievance * denied)
    return baku.perceived_western_threat + n.belief_rate * (target - baku.perceived_western_threat)


def perceived_punishment(baku: Baku) -> Array:
    """What Moscow would do about a deep western step (M13, M14; ``georgia-2008-calculus``)."""
    n, moscow = baku.numbers, baku.model.moscow
    target = level(
        n.punishment_before
        + baku.demonstration
        + n.punishment_per_drive * moscow.reach
        + n.punishment_per_presence * moscow.presence
    )
    return baku.perceived_punishment + n.belief_rate * (target - baku.perceived_punishment)


def perceived_moscow_threat(baku: Baku) -> Array:
    """What Moscow might do to the rulers (M24, M29, M31, M32), with a habit of seeing its hand everywhere.

    target = bias * (base * reach + slope * pressure + nightmare) + presence + unpredictability above the usual
    nightmare = weight * tycoons * window * broker strength * recognised opposition  (product form ours);
    window = 1 + (multiplier - 1) * election; script = learning * salience * reach, inside the bias.
    """
    n, moscow = baku.numbers, baku.model.moscow
    nightmare = n.nightmare * moscow.tycoons * baku.fever() * baku.top_broker * baku.model.western_criticism
    script = n.learning * baku.model.world.subversion_salience * moscow.reach
    raw = n.moscow_threat_base * moscow.reach + n.moscow_threat_per_pressure * moscow.pressure + nightmare + script
    target = level(
        n.attribution_bias * raw
        + n.threat_per_presence * moscow.presence
        + n.threat_per_unpredictability * (moscow.unpredictability - n.usual_unpredictability)
    )
    return baku.perceived_moscow_threat + n.belief_rate * (target - baku.perceived_moscow_threat)


def update(baku: Baku) -> None:
    """All beliefs, in the order in which they build on one another: each moves between levels and stays one."""
    lessons(baku)
    baku.memory = memory(baku)
    baku.trust_in_cover = trust_in_cover(baku)
    baku.perceived_western_threat = perceived_western_threat(baku)
    baku.perceived_punishment = perceived_punishment(baku)
    baku.perceived_moscow_threat = perceived_moscow_threat(baku)
