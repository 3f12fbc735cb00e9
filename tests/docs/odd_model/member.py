"""One member, quarter by quarter: the page carried out, and what it says in words (sections 3, 5 and 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.docs.odd_model.choice import Choice
from tests.docs.odd_model.numbers import Numbers, number_of
from tests.docs.odd_model.page import Page, clip
from tests.docs.odd_model.reader import Reader
from tests.docs.odd_model.treaties import CLOSED, LAPSED, MEMBER, OFFER, SOUGHT, Treaty

UNIFORMS = {
    "flare_up_luck": "hazard/flare_up",
    "flare_up_size_luck": "hazard/flare_up_severity",
    "union_luck": "hazard/union_ends",
    "purge_luck": "chance/purge",
}


class Member(Reader):
    """A member of a scenario that inherits nothing."""

    def __init__(self, page: Page, seeds: Mapping[str, Any], scenario: Mapping[str, Any], member: int) -> None:
        self.seeds, self.numbers = seeds, Numbers(seeds, scenario, member)
        super().__init__(page, Choice(self.numbers, page.sections["7.3"]))
        self.start = number_of(scenario["start"])
        self.end = self.start + scenario["quarters"]
        self.documented = max(quarter for quarter in seeds["starts"] if number_of(quarter) <= self.start)
        self.quarter = number_of(self.documented)
        self.begin()

    def quarters(self) -> Iterator[int]:
        """Live through the scenario, stopping after each of its quarters."""
        while self.quarter < self.end:
            self.calendar()
            self.carry_out("7.2", "world")
            self.decide("7.4", "ankara.act")
            self.carry_out("7.5", "brussels")
            self.decide("7.5", "brussels.act")
            self.decide("7.5", "washington.act")
            self.moscow()
            self.baku()
            self.consequences()
            if self.quarter >= self.start:
                yield self.quarter
            self.quarter += 1

    # -- before the first quarter -------------------------------------------------------------------------------------
    def begin(self) -> None:
        """7.12."""
        values = self.values
        self.targets()
        values |= {name: float(entry["value"]) for name, entry in self.seeds["starts"][self.documented].items()}
        values |= {driver: values[f"{driver}_target"] for driver in self.page.drivers}
        for broker in ("baku.top_broker", "baku.lesser_broker"):
            values[broker] = values[f"{broker}_at_start"]
        self.treaties = {
            name: Treaty.before(name, entry, self.documented) for name, entry in self.seeds["treaties"].items()
        }
        self.carry_out("7.1 Events and hazards", "world", ("world.oil_price",))
        self.carry_out("7.2", "world", ("gas", "energy_revenue", "stock", "buffer", "self_finance"))
        self.carry_out("7.6 Looking", "moscow", ("reach",))
        self.press()
        self.memberships()
        self.place()

    def targets(self) -> None:
        """Dated parameters have the value of this quarter; of drivers it is their target."""
        for name in self.numbers.paths:
            driver = name in self.page.drivers or name == "world.oil_price"
            self.values[f"{name}_target" if driver else name] = self.numbers.at(name, self.quarter)

    def of(self, pole: str, *statuses: int) -> list[Treaty]:
        """The treaties of a pole, of some statuses or all, shallowest first."""
        found = [t for t in self.treaties.values() if t.pole == pole and (not statuses or t.status in statuses)]
        return sorted(found, key=lambda treaty: treaty.depth)

    def memberships(self) -> None:
        """What memberships come to."""
        bodies = self.of("moscow", MEMBER)
        self.values["baku.moscow_depth"] = max((body.depth for body in bodies), default=0.0)
        self.values["baku.eu_depth"] = max((contract.depth for contract in self.of("eu", MEMBER)), default=0.0)
        self.values["baku.non_aligned"] = float(bool(self.of("none", MEMBER)))
        self.reckoned["protected"] = max((body.security for body in bodies), default=0.0)
        self.reckoned["common_market"] = max((body.economy for body in bodies), default=0.0)

    # -- the calendar -------------------------------------------------------------------------------------------------
    def calendar(self) -> None:
        """7.1."""
        self.choice.moves.clear()
        self.targets()
        for kind in self.seeds["events"]:
            self.reckoned[kind] = self.numbers.severity(kind, self.quarter)
        self.reckoned["oil_luck"] = self.numbers.normal("shock/world.oil_price", self.quarter)
        for name, stream in UNIFORMS.items():
            self.reckoned[name] = self.numbers.uniform(stream, self.quarter)
        for name, (bounds, marks) in self.page.drivers.items():
            self.follow(name, bounds, marks)
        self.carry_out("7.1 Events and hazards", "world")
        for treaty in self.treaties.values():
            treaty.pass_quarter(self.quarter)

    def follow(self, name: str, bounds: str, marks: str) -> None:
        """A driver follows its path."""
        target, low, high = self.values[f"{name}_target"], *(float(bound or "inf") for bound in bounds.split("to"))
        z = self.numbers.normal(f"shock/{name}", self.quarter) if "noise" in marks else 0.0
        moved = self.carry_out(
            "7.1 Drivers", "world", x=self.values[name], target=target, deviation=self.deviation[name], z=z
        )
        self.values[name] = clip(target if "prompt" in marks else moved["x"], low, high)
        self.deviation[name] = moved["deviation"]

    # -- Moscow -------------------------------------------------------------------------------------------------------
    def moscow(self) -> None:
        """7.6."""
        self.carry_out("7.6 Looking", "moscow")
        squeezing = {}
        for lever in self.seeds["levers"]:
            gate = self.value(self.page.gates[lever], "moscow", {})
            own = {name: self.values[f"moscow.{name}_{lever}"] for name in ("exposure", "cost", "lever")}
            self.carry_out("7.6 Payoff of a lever", "moscow", gate=gate, **own)
            squeezing[lever] = self.reckoned["squeezing"]
        self.reckoned |= {"best": max(squeezing.values()), "total": sum(squeezing.values())}
        bodies = [t for t in self.of("moscow", CLOSED, LAPSED, OFFER) if t.offer == "invited" and t.open(self.quarter)]
        self.reckoned["can_invite"] = float(any(body.status != OFFER for body in bodies))
        self.carry_out("7.6 Choosing", "moscow")
        if self.decide("7.6 Choosing", "moscow.act") == "invite":
            for body in bodies:
                body.status, body.age = OFFER, 0
        for lever, payoff in squeezing.items():
            name, of_brokers = f"moscow.lever_{lever}", float(lever == "brokers")
            local = {"lever": self.values[name], "squeezing": payoff, "of_brokers": of_brokers}
            self.values[name] = self.carry_out("7.6 Pulling a lever", "moscow", **local)["lever"]
        self.press()
        self.carry_out("7.6 After the move", "moscow")

    def press(self) -> None:
        """Pressure is the exposure-weighted mean of the levers but that of Karabakh."""
        exposure = {lever: self.values[f"moscow.exposure_{lever}"] for lever in self.seeds["levers"]}
        del exposure["karabakh"]
        felt = sum(exposure[lever] * self.values[f"moscow.lever_{lever}"] for lever in exposure)
        self.values["moscow.pressure"] = felt / sum(exposure.values())

    # -- Baku ---------------------------------------------------------------------------------------------------------
    def baku(self) -> None:
        """7.7 to 7.10."""
        self.carry_out("7.7 Lessons", "baku")
        for belief, target in self.page.beliefs.items():
            local = {"belief": self.values[f"baku.{belief}"], "target": self.value(target, "baku", {})}
            self.values[f"baku.{belief}"] = self.carry_out("7.7 Beliefs", "baku", **local)["belief"]
        self.carry_out("7.7 What follows from them", "baku")
        move, target = self.abroad()
        self.carry_out("7.9 Choosing", "baku")
        self.decide("7.9 Choosing", "baku.home")
        self.sign(move, target)
        self.carry_out("7.8 Acting", "baku")
        self.carry_out("7.9 Acting", "baku")
        self.carry_out("7.10", "baku")

    def abroad(self) -> tuple[str, Treaty | None]:
        """7.8: what is on the table, and the choice: the move and its target."""
        self.carry_out("7.8 Terms", "baku")
        self.reckoned["movement_offered"] = float(bool(self.of("none", OFFER)))
        self.reckoned["refusers_meet"] = float(any(body.open(self.quarter) for body in self.of("refusers")))
        self.reckoned["pressed_to_join"] = float(
            any(
                body.offer == "invited" or body.age < self.values["baku.offer_pressed_for"]
                for body in self.of("moscow", OFFER)
            )
        )
        targets = {
            "join": self.to_join(),
            "leave": next(reversed(self.of("moscow", MEMBER)), None),
            "seek partnership": self.to_seek(),
            "conclude association": self.to_conclude(),
        }
        for move, target in targets.items():
            self.reckoned[f"can_{move.split()[0]}"] = float(target is not None)
        contents = {move: self.content(move, target) for move, target in targets.items() if target is not None}
        move = self.decide("7.8 Terms", "baku.abroad", contents)
        return move, targets.get(move)

    def content(self, move: str, target: Treaty) -> dict[str, float]:
        """What a target is, in the letters of the terms."""
        if move == "seek partnership":
            return {
                "d": target.depth * (1.0 if target.offer == "standing" else self.values["baku.talks_commit"]),
                "e": 0.0,
            }
        content = {"d": target.depth, "s": target.security, "e": target.economy, "en": target.energy}
        return {**content, "exit_price": float(target.facts["exit_price"])}

    def to_join(self) -> Treaty | None:
        asks = max(self.reckoned["existential"], self.reckoned["strain"]) > self.values["baku.ask_from"]
        protects = self.values["baku.least_protection"]
        bodies = [
            body
            for body in self.of("moscow")
            if body.open(self.quarter)
            and (body.status == OFFER or (asks and body.status != MEMBER and body.security > protects))
        ]
        terms = self.page.moves["7.8 Terms"]["join"].terms

        def worth(body: Treaty) -> tuple[float, float]:
            local = self.content("join", body)
            felt = [(name, self.value(term, "baku", local)) for name, term in terms]
            return sum(self.choice.weigh("baku.abroad", self.values, felt).values()), body.depth

        return max(bodies, key=worth, default=None)

    def to_seek(self) -> Treaty | None:
        clear = self.values["brussels.territorial_clarity"] >= self.values["baku.clarity_need"]
        standing = [contract for contract in self.of("eu", OFFER) if contract.offer == "standing"]
        deepest = max((contract.depth for contract in self.of("eu", SOUGHT)), default=0.0)
        wanted = [
            contract
            for contract in self.of("eu", CLOSED, LAPSED, OFFER)
            if contract.offer == "talks"
            and contract.open(self.quarter)
            and (clear or not (contract.facts.get("turns_on_clarity") and contract.signable(self.quarter)))
            and not (clear and deepest > contract.depth)
        ]
        return next(iter(standing or wanted[:: -1 if clear else 1]), None)

    def to_conclude(self) -> Treaty | None:
        lasted = self.values["baku.talks_last"]
        ready = [c for c in self.of("eu", SOUGHT) if c.signable(self.quarter) and c.age >= lasted]
        return ready[-1] if ready else None

    def sign(self, move: str, target: Treaty | None) -> None:
        """What a move abroad does to treaties."""
        if move == "stall":
            for body in self.of("moscow", OFFER):
                if body.offer == "invited":
                    body.becomes(CLOSED)
        if move == "leave" and target is not None:
            target.leave(self.quarter)
        elif move == "seek partnership" and target is not None and target.offer == "talks":
            for other in self.of("eu", SOUGHT):
                other.becomes(LAPSED)
            target.becomes(SOUGHT)
        elif target is not None:
            self.enter(target)
        poles = {"western security step": "west", "non-aligned": "none", "coalition of refusers": "refusers"}
        for body in self.of(poles[move]) if move in poles else ():
            if body.status == OFFER or move != "western security step":
                self.enter(body)

    def enter(self, treaty: Treaty) -> None:
        """Become a member of a treaty and of what it needs."""
        for name in (*treaty.facts.get("needs", ()), treaty.name):
            self.treaties[name].becomes(MEMBER)

    # -- consequences -------------------------------------------------------------------------------------------------
    def consequences(self) -> None:
        """7.11."""
        limit = self.values["world.deviation_limit"]
        self.deviation = {name: clip(deviation, -limit, limit) for name, deviation in self.deviation.items()}
        for treaty in self.treaties.values():
            late = treaty.age >= self.values["moscow.offer_lasts"] - 1
            if treaty.offer == "invited" and treaty.status == OFFER and late:
                treaty.becomes(CLOSED)
        self.memberships()
        self.carry_out("7.11 Duress and commitment", "baku")
        self.place()

    def place(self) -> None:
        """Position, and the first outcome that holds."""
        self.carry_out("7.11 Position and outcome", "baku")
        holding = (name for name, holds in self.page.outcomes.items() if self.value(holds, "baku", {}) > 0.0)
        self.outcome = next(holding)
