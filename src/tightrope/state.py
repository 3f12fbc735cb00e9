"""The one table of state variables: who holds what, in which unit, within which bounds.

Allocation, the recording of results, file attributes, the bounds tests, snapshot and restore and the ODD table are
all derived from ``TABLE``. Every variable is a NumPy array whose last axis is ``member``; a variable with an axis
(``lever``, ``treaty``) has shape (axis, member), all others (member,).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tightrope.precision import Array

HOLDERS = ("world", "baku", "moscow", "brussels", "washington", "ankara")


@dataclass(frozen=True)
class Variable:
    """One row of the table.

    ``start`` says where the first value comes from: ``seeds`` (``seeds/starts.yaml``), ``target`` (a driver begins on
    its dated path) or ``rule`` (computed by the model's own rule from other starting values). ``high`` None means
    unbounded above. ``group`` gathers the rows that one figure or table shows together. Of drivers: ``prompt`` ones are
    their target at once, ``deviates`` marks those that a capital's own moves push, ``shocked`` those that take noise.
    """

    holder: str
    name: str
    unit: str
    low: float
    high: float | None
    long_name: str
    start: str = "seeds"
    axis: str | None = None
    recorded: bool = True
    group: str = ""
    prompt: bool = False
    deviates: bool = False
    shocked: bool = False

    @property
    def key(self) -> str:
        """Name in results and tables: ``holder.name``."""
        return f"{self.holder}.{self.name}"


def _level(holder: str, name: str, long_name: str, **more: Any) -> Variable:
    return Variable(holder, name, "level", 0.0, 1.0, long_name, **more)


def _driver(holder: str, name: str, long_name: str, **more: Any) -> Variable:
    return Variable(holder, name, "level", 0.0, 1.0, long_name, start="target", group="driver", **more)


TABLE: tuple[Variable, ...] = (
    # -- what is nobody's choice
    Variable("world", "oil_price", "USD/bbl", 0.0, None, "oil price", "rule", group="purse"),
    Variable("world", "oil_shock", "log", -10.0, 10.0, "oil price away from its path", recorded=False),
    Variable("world", "oil_production", "kb/d", 0.0, None, "oil production", "target", group="purse", prompt=True),
    Variable("world", "gas_exports", "bcm/yr", 0.0, None, "gas exports", "target", group="purse", prompt=True),
    Variable("world", "energy_revenue", "USD bn/quarter", 0.0, None, "state energy revenue", "rule", group="purse"),
    Variable("world", "needs", "USD bn/quarter", 0.0, None, "what the state needs from energy", group="purse"),
    Variable("world", "reserves", "USD bn", 0.0, None, "reserves of the oil fund", group="purse"),
    _level("world", "currency", "strength of the currency", group="purse"),
    _level("world", "buffer", "buffer of revenue and reserves", start="rule", group="purse"),
    _level("world", "self_finance", "share of the corridor paid by the state", start="rule", group="purse"),
    _level("world", "flare_up", "duress added by a flare-up", recorded=False),
    _level("world", "war_duress", "duress from Karabakh", group="home"),
    _driver("world", "shield", "attention of Moscow drawn by a louder neighbour"),
    _driver("world", "like_minded", "like-minded states in reach"),
    _level("world", "subversion_salience", "presence of colour revolutions", group="belief"),
    Variable(
        "world",
        "deviation",
        "level",
        -1.0,
        1.0,
        "what the capitals' own moves have added to a driver",
        "rule",
        axis="deviating",
        recorded=False,
    ),
    Variable("world", "union_alive", "0 or 1", 0.0, 1.0, "union project alive"),
    # -- Baku, alignment
    _level("baku", "moscow_depth", "depth in Moscow's bodies, on paper", start="rule", group="alignment"),
    _level("baku", "moscow_commitment", "share of paper membership lived up to"),
    _level("baku", "moscow_effective_depth", "depth in Moscow's bodies, lived", start="rule", group="alignment"),
    _level("baku", "moscow_cooperation", "bilateral cooperation with Moscow", group="alignment"),
    _level("baku", "eu_depth", "depth with the European Union", start="rule", group="alignment"),
    _level("baku", "eu_effort", "effort on the European track", group="alignment"),
    _level("baku", "western_security", "security engagement with the West", group="alignment"),
    _level("baku", "tone_moscow", "softness of tone to Moscow", group="alignment"),
    _level("baku", "tone_west", "warmth of tone to the West", group="alignment"),
    _level("baku", "non_aligned", "non-aligned status", start="rule", group="alignment"),
    _level("baku", "coalition_effort", "effort in a coalition of refusers"),
    Variable("baku", "position", "index", -1.0, 1.0, "position, Moscow -1 to West +1", "rule", group="position"),
    Variable("baku", "outcome", "code", 0.0, 5.0, "outcome of the quarter", "rule", group="outcome"),
    Variable("baku", "coerced", "0 or 1", 0.0, 1.0, "joined under existential duress and still in"),
    _level("baku", "assured", "standing assurance given to Moscow"),
    _level("baku", "deal_on_offer", "bilateral deal laid before Moscow"),
    # -- Baku, home
    Variable(
        "baku",
        "leader_type",
        "index",
        -1.0,
        1.0,
        "leader: ex-communist -1, nationalist +1",
        "target",
        group="driver",
        prompt=True,
    ),
    _driver("baku", "openness", "openness of politics", deviates=True),
    _level("baku", "repression", "repression at home", group="home"),
    _level("baku", "lesser_broker", "strength of the lesser pro-Moscow broker", start="rule", group="home"),
    _level("baku", "top_broker", "strength of the top pro-Moscow broker", start="rule", group="home"),
    _driver("baku", "election_window", "election window", prompt=True),
    _level("baku", "pretext", "pretext to remove a broker", recorded=False),
    # -- Baku, beliefs
    _level("baku", "trust_in_cover", "trust in western cover", group="belief"),
    _level("baku", "perceived_western_threat", "perceived western threat to the regime", group="belief"),
    _level("baku", "perceived_punishment", "perceived punishment of a western step", group="belief"),
    _level("baku", "perceived_moscow_threat", "perceived threat from Moscow", group="belief"),
    _level("baku", "memory", "memory of coercion", group="belief"),
    _level("baku", "demonstration", "lesson of a neighbour invaded"),
    _level("baku", "abandonment", "lesson of the West standing aside"),
    # -- Moscow
    _driver("moscow", "drive", "drive to reintegrate", shocked=True),
    _driver("moscow", "resources", "resources of Moscow"),
    _driver("moscow", "rapport", "rapport of the leaders"),
    _driver("moscow", "unpredictability", "unpredictability of Moscow"),
    _driver("moscow", "presence", "presence of Moscow in the region"),
    _level("moscow", "lever", "pressure by lever", axis="lever", group="lever"),
    _level("moscow", "pressure", "pressure on Baku, Karabakh apart", start="rule", group="lever"),
    _level("moscow", "accumulated", "pressure accumulated since the last visit"),
    _level("moscow", "inducement", "acceptance of the bilateral substitute"),
    Variable("moscow", "substitute_age", "quarters", 0.0, None, "age of the substitute"),
    _level("moscow", "goodwill", "goodwill after an assurance"),
    _level("moscow", "visit_echo", "echo of a visit with a show of force"),
    _level("moscow", "tycoons", "strength of the tycoon union", start="target", group="driver", prompt=True),
    # -- Brussels, Washington, Ankara
    _driver("brussels", "engagement", "engagement of Brussels", deviates=True, shocked=True),
    _driver("brussels", "criticism", "criticism from Brussels", deviates=True),
    _driver("brussels", "territorial_clarity", "territorial clarity offered to Baku", deviates=True),
    _driver("brussels", "energy_demand", "European energy demand"),
    _driver("washington", "engagement", "engagement of Washington", deviates=True, shocked=True),
    _driver("washington", "criticism", "criticism from Washington", deviates=True),
    _driver("washington", "mediation", "mediation over Karabakh"),
    _driver("washington", "firmness", "firmness of Washington to Moscow"),
    _driver("ankara", "support", "support of Ankara", deviates=True),
    _driver("ankara", "closeness", "closeness of Ankara to Moscow", deviates=True),
    _driver("ankara", "rival_pipeline", "rival pipeline through Ankara"),
    # -- treaties
    Variable("world", "treaty", "code", 0.0, 4.0, "treaty status", axis="treaty", group="treaty"),
    Variable("world", "offer_age", "quarters", 0.0, None, "age of the offer", axis="treaty", recorded=False),
)

BY_KEY: Mapping[str, Variable] = {variable.key: variable for variable in TABLE}
DRIVERS: tuple[str, ...] = tuple(
    v.key
    for prompt, deviates, shocked in (
        (False, False, False),
        (False, False, True),
        (False, True, True),
        (False, True, False),
        (True, False, False),
    )
    for v in TABLE
    if v.start == "target" and (v.prompt, v.deviates, v.shocked) == (prompt, deviates, shocked)
)
"""All drivers; side by side the shocked ones, those that deviate, and, last, the prompt ones."""
SHOCKED: tuple[str, ...] = tuple(key for key in DRIVERS if BY_KEY[key].shocked)
DEVIATING: tuple[str, ...] = tuple(key for key in DRIVERS if BY_KEY[key].deviates)


def scalar_keys(group: str | None = None) -> list[str]:
    """Keys of recorded variables without an axis, in table order, optionally those of one group."""
    return [v.key for v in TABLE if v.recorded and v.axis is None and (group is None or v.group == group)]


def snapshot(holders: Mapping[str, Any], variables: Iterable[Variable] = TABLE) -> dict[str, Array]:
    """Copies of all state, by key. ``holders`` maps a holder's name to the object that carries its arrays."""
    return {v.key: np.array(getattr(holders[v.holder], v.name)) for v in variables}


ROUNDING = {np.dtype(np.float32): 1e-6, np.dtype(np.float64): 1e-9}
"""What rounding may add up to in a sum of shares, by precision."""


def outside_bounds(holders: Mapping[str, Any]) -> list[str]:
    """Sentences on every variable that is not finite or has left its declared bounds, rounding apart; empty when all is
    well."""
    wrong = []
    for v in TABLE:
        value = np.asarray(getattr(holders[v.holder], v.name))
        tolerance = ROUNDING.get(value.dtype, 0.0)
        if not np.isfinite(value).all():
            wrong.append(f"{v.key} is not finite")
        elif value.min() < v.low - tolerance or (v.high is not None and value.max() > v.high + tolerance):
            wrong.append(f"{v.key} runs from {value.min():.9g} to {value.max():.9g}, outside {v.low:g} to {v.high}")
    return wrong
