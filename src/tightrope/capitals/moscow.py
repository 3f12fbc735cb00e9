"""Moscow: reintegration first, neighbours kept out of the West second.

The squeeze follows Moscow's agenda more than any act of Baku's (M27); a loud neighbour draws its attention away
(M25, M26); rapport holds it back until the drive grows too strong (M28); a tame neutral or a bilateral substitute is
worth something to it for a while (M19, M36); and the cycle of pressure, visit, assurance and reprieve closes (M34).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tightrope.capitals.base import Capital
from tightrope.choice import Decision, Ledger, Open
from tightrope.curves import level, of_members, rises
from tightrope.evidence.entries import Condition
from tightrope.precision import NEAR, Array
from tightrope.quarters import QUARTERS_PER_YEAR
from tightrope.world.treaties import CLOSED, LAPSED


def in_order(rows: Array) -> Array:
    """The sum over the first axis, added row by row: the same bits whatever the number of members.

    NumPy's sum adds row by row, but what is a single column it adds in pairs.
    """
    total: Array = np.add.reduce(rows, axis=0) if rows.shape[1] > 1 else np.add.accumulate(rows, axis=0)[-1]
    return total


class Moscow(Capital):
    """Wants Baku inside its union and holds levers to that end."""

    name = "moscow"
    lever: Array
    pressure: Array
    accumulated: Array
    inducement: Array
    substitute_age: Array
    goodwill: Array
    visit_echo: Array
    DECISIONS = (
        Decision(
            "moscow.act",
            ("hold", "invite", "squeeze", "take the substitute", "visit", "reprieve"),
            (
                "influence",
                "attention",
                "rapport",
                "neutrality",
                "cost",
                "pushing_west",
                "accumulated_pressure",
                "goodwill",
                "patience",
                "habit",
            ),
        ),
    )

    def begin(self) -> None:
        """What holds before the first quarter."""
        world = self.model.world
        self.reach, self.attention = self.drive * world.union_alive, 1.0 - world.shield
        self.bear_down()
        self.broker_row = self.model.levers.index("brokers")
        self.weigh_levers()
        self.pressure = self.felt_pressure()

    def renumber(self) -> None:
        """The levers are weighed again too."""
        super().renumber()
        self.weigh_levers()

    def weigh_levers(self) -> None:
        """Exposure, cost and share in felt pressure of every lever; shape (lever, members)."""
        n, levers = self.numbers, self.model.levers
        self.exposures, self.costs = np.empty_like(self.lever), np.empty_like(self.lever)
        for place, lever in enumerate(levers):
            self.exposures[place] = getattr(n, f"exposure_{lever}")
            self.costs[place] = n.cost_scale * getattr(n, f"cost_{lever}")
        felt = self.exposures.copy()
        felt[levers.index("karabakh")] = 0.0
        self.felt_shares = felt / in_order(felt)

    # -- looking ------------------------------------------------------------------------------------------------------
    def look(self) -> None:
        """Take stock: the union project, attention, rapport, what Baku as it stands is worth, what each lever pays."""
        world, n = self.model.world, self.numbers
        self.reach = self.drive * world.union_alive
        self.attention = 1.0 - world.shield
        overridden = rises(self.reach, n.rapport_override, n.rapport_override_width)
        self.brake = n.rapport_damping * self.rapport * (1.0 - overridden)
        self.patient = rises(
            self.fixed("patience", lambda n: n.patience * QUARTERS_PER_YEAR) * (n.patience_slope - self.reach),
            self.substitute_age,
            n.patience_width,
        )
        self.dissatisfaction = 1.0 - self.worth_of_baku()
        self.payoff = self.lever_payoff()
        self.squeezing = np.maximum(self.payoff, 0.0)
        self.best = self.squeezing.max(axis=0)

    def bear_down(self) -> None:
        """How hard the drive bears on Baku: as far as a louder neighbour does not draw it away (M25)."""
        self.bearing_down = self.reach * self.attention

    def worth_of_baku(self) -> Array:
        """What Baku as it stands is worth to Moscow, 0-1 (M19, M36; ``placating-as-russian-gain``).

        A neutral Baku is worth ``utility_neutral``, and more where it wears the badge of the non-aligned (M41;
        ``nam-stressed-2012``); one aligned with the West nothing, one that takes part in the substitute up to
        ``utility_substitute`` while Moscow is patient, one deep inside its bodies 1.
        """
        baku, n = self.model.baku, self.numbers
        lean_west = level(baku.position)
        reassured = n.badge_reassures * baku.non_aligned
        neutral = (n.utility_neutral + self.lasting("utility_neutral") * reassured) * (1.0 - lean_west)
        taken = level(baku.moscow_cooperation / baku.numbers.full_cooperation) * self.inducement * self.patient
        substitute = neutral + np.maximum(n.utility_substitute - neutral, 0.0) * taken
        return substitute + (1.0 - substitute) * baku.moscow_effective_depth

    def gates(self) -> list[object]:
        """What switches each lever on, 0-1 or more: its condition, in the order of ``seeds/levers.yaml``."""
        come_to = self.conditions()
        return [come_to[lever.condition] for lever in self.model.plan.seeds.levers.values()]

    def conditions(self) -> dict[Condition, object]:
        """What each kind of condition comes to, 0-1 or more; a lever names one of them (``seeds/levers.yaml``)."""
        world, baku, n = self.model.world, self.model.baku, self.numbers
        driven = rises(self.bearing_down, n.regime_lever_threshold, n.regime_lever_width)
        defiance = level(baku.leader_type + n.release_karabakh) * (1.0 - baku.moscow_depth)
        return {
            "defiance": defiance * world.war_duress,  # open defiance by a nationalist government (M8)
            "dormant": n.dormant_levers,  # quiet unless a scenario wakes the quiet ones
            "labour": self.workers_gate(),  # potential only
            "trade": n.dormant_levers + n.release_trade,  # not reported
            "standing": baku.top_broker + baku.lesser_broker,  # always there, worked harder in a drive
            "election": self.tycoons * baku.fever() * driven,  # the tycoon union exists from 2012
            "drive": (1.0 + n.tycoon_minority_link * self.tycoons) * driven,  # paired with the tycoons
            "candidate": self.tycoons * self.model.western_criticism * baku.election_window * driven,
            "reach": self.reach,  # wherever the union project reaches
        }

    def workers_gate(self) -> object:
        """How free the lever of guest workers is: less so in a common market (M7; ``labour-lever-removed-by-cu``)."""
        treaties, n = self.model.treaties, self.numbers
        released, removed = n.dormant_levers + n.release_workers, n.labour_lever_removed
        if not np.any(released):
            return 0.0
        return released * (1.0 - removed * treaties.content_of(treaties.pole("moscow"), "economy"))

    def lever_payoff(self) -> Array:
        """What pulling each lever further would pay, shape (lever, members); negative where it costs more.

        payoff = reach * attention * (1 - brake) * dissatisfaction * notice * resources * exposure * gate * relative
        vulnerability * room left, times a scale, less the cost.
        Closed politics leave fewer weak points (M35; ``lesser-vulnerabilities``, ``non-liberalisation-shield``). A tone
        softer than the usual spares retaliation (M20; ``pro-western-substance-soft-tone``), company in refusal draws it
        (M12): notice = 1 + tone_discount * (usual_tone - tone) + coalition_notice * effort.
        """
        baku, n = self.model.baku, self.numbers
        vulnerability = baku.numbers.vulnerability + baku.numbers.openness_vulnerability * baku.openness
        notice = 1.0 + baku.numbers.tone_discount * (n.usual_tone - baku.tone_moscow)
        notice = notice + n.coalition_notice * baku.coalition_effort
        self.bear_down()
        push = self.bearing_down * (1.0 - self.brake) * self.dissatisfaction * notice
        scale = self.fixed("scale", lambda n: n.payoff_scale / n.peers_vulnerability)
        scale = scale * push * vulnerability * self.resources
        payoff = n.lever_ceiling - self.lever
        payoff *= scale
        payoff *= self.exposures
        for row, gate in zip(payoff, self.gates(), strict=True):
            row *= gate
        payoff -= self.costs
        return payoff

    # -- choosing -----------------------------------------------------------------------------------------------------
    def stand(self, ledger: Ledger) -> None:
        """What a move costs whatever the hour; and habit, which speaks against every move."""
        n = self.numbers
        ledger.against("habit", ledger.decision.moves[1:], 1.0)
        ledger.against("cost", "invite", n.cost_invite)
        ledger.against("cost", "squeeze", n.cost_squeeze)
        ledger.against("cost", "visit", n.cost_visit)
        ledger.against("cost", "reprieve", n.cost_reprieve)

    def decide(self) -> None:
        """Appraise invite, squeeze, substitute, visit and reprieve against holding still."""
        (decision,) = self.DECISIONS
        world, baku, n = self.model.world, self.model.baku, self.numbers
        ledger = self.ledger(decision)
        prize = n.accession_belief * self.dissatisfaction * self.reach
        ledger.add("influence", "invite", prize, against="take the substitute")
        ledger.against("attention", "invite", prize * world.shield)
        ledger.against("patience", "invite", self.inducement * self.patient)

        worth = in_order(self.squeezing)
        ledger.add("influence", "squeeze", worth, against="reprieve")
        ledger.against("rapport", "squeeze", self.brake)
        ledger.against("goodwill", "squeeze", self.goodwill)
        ledger.against("pushing_west", "squeeze", baku.trust_in_cover * baku.western_security)

        fresh = baku.deal_on_offer * (1.0 - self.inducement)
        first_stage = self.fixed("first stage", lambda n: n.utility_substitute - n.utility_neutral)
        ledger.add("neutrality", "take the substitute", first_stage + fresh)
        ledger.add("patience", "take the substitute", self.patient - 1.0)

        outside = 1.0 - baku.moscow_effective_depth  # gunboats are not shown to a member
        ledger.add("accumulated_pressure", "visit", self.accumulated * outside - n.visit_threshold)
        ledger.against("goodwill", "visit", self.visit_echo)

        ledger.add("goodwill", "reprieve", self.goodwill + n.visit_relief * self.visit_echo)
        ledger.add("neutrality", "reprieve", self.pressure * (1.0 - self.dissatisfaction))
        self.choose(decision, ledger, self.open_moves())

    def open_moves(self) -> dict[str, Open]:
        """Which moves there are: an invitation needs an open body, a reprieve something to lift."""
        treaties, n = self.model.treaties, self.numbers
        self.invited = [
            row
            for row in treaties.pole("moscow")
            if treaties.facts[row].offer == "invited" and treaties.is_open(row, self.model.quarter)
        ]
        may_invite: Open = False
        if self.invited:
            status = treaties.status[self.invited]
            outside = ((status == CLOSED) | (status == LAPSED)).any(axis=0)
            may_invite = outside & (self.reach > self.fixed("inviting", lambda n: n.invitation_drive - NEAR))
        return {
            "invite": may_invite,
            "squeeze": self.best > 0.0,
            "take the substitute": self.model.baku.deal_on_offer > n.least_deal,
            "visit": True,
            "reprieve": self.pressure > n.least_pressure,
        }

    # -- acting -------------------------------------------------------------------------------------------------------
    def act(self) -> None:
        """Carry out the move; levers not fed fall back, brokers to their standing base (M33)."""
        n = self.numbers
        invite, squeeze, substitute, visit, reprieve = self.by_move("moscow.act")
        for row in self.invited:
            self.model.treaties.invite(row, invite)
        self.pull(squeeze, reprieve)
        self.inducement = level(self.inducement * self.lasting("inducement_decay") + n.inducement_step * substitute)
        counts = self.model.baku.moscow_cooperation > n.substitute_counts_from
        self.substitute_age = (self.substitute_age + 1.0) * counts
        self.visit_echo = np.maximum(self.visit_echo * self.lasting("visit_decay"), visit)
        self.goodwill = np.maximum(
            self.goodwill * self.lasting("goodwill_decay"), n.goodwill_for_substitute * substitute
        )

    def pull(self, squeeze: NDArray[np.bool_], reprieve: NDArray[np.bool_]) -> None:
        """Raise levers as a package, each in proportion to its payoff; let the others fall back (M27, M33, M34).

        A squeeze is a full one where the best lever pays at least ``full_squeeze``, and half-hearted below.
        lever' = lever + squeeze * rate * (relative payoff - share) * (ceiling - lever), else decay towards the base;
        a reprieve multiplies what stands above the base by ``reprieve_multiplier``. Pressure adds up to a visit as far
        as a drive stands behind it (``putin-visit-2013``).
        """
        left = self.lasting("lever_decay") * (1.0 - self.lasting("reprieve_multiplier") * reprieve)
        lever = self.lever * left
        lever[self.broker_row] += self.numbers.broker_base * self.model.baku.top_broker * (1.0 - left)
        squeezers = np.flatnonzero(squeeze)
        if len(squeezers):
            lever[:, squeezers] = self.squeezed(squeezers, lever)
        self.lever = lever.clip(0.0, 1.0, out=lever)
        self.pressure = self.felt_pressure()
        self.accumulated = level(
            self.accumulated * self.lasting("accumulated_decay") * (1.0 - self.visit_echo)
            + self.numbers.accumulation * self.reach * self.pressure
        )

    def squeezed(self, who: NDArray[np.int64], fallen: Array) -> Array:
        """The levers of those who squeeze, shape (lever, len(who)); ``fallen`` are everybody's, were none fed."""
        n = self.numbers
        fullest = np.maximum(self.best, n.full_squeeze)
        fed = self.squeezing.take(who, axis=1)
        fed -= (n.package_share * fullest).take(who)
        np.maximum(fed, 0.0, out=fed)
        fed *= (n.lever_rate / fullest).take(who)
        lever = np.where(fed > 0.0, self.lever.take(who, axis=1), fallen.take(who, axis=1))
        room = of_members(n.lever_ceiling, who) - lever
        lever += np.maximum(room, 0.0, out=room) * fed
        return lever

    def felt_pressure(self) -> Array:
        """Exposure-weighted mean of the levers without Karabakh, 0-1: the share of capacity used."""
        return in_order(self.felt_shares * self.lever)
