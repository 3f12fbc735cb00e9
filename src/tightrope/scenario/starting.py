"""What has a documented start and then moves by rule: a state, which no scenario sets."""

from __future__ import annotations

from tightrope.evidence import Seeds

NAMED = 4
"""Parameters that are named as bearing on a state."""


def is_state(key: str, seeds: Seeds) -> bool:
    """Whether ``seeds/starts.yaml`` says where a variable starts."""
    return any(key in start for start in seeds.starts.values())


def bearing_on(state: str, seeds: Seeds) -> str:
    """Return a hint at the parameters that bear on a state, or "" where nothing tells which do.

    First those that carry its name (``baku.memory_decay`` for ``baku.memory``, ``baku.trust_from_firmness`` for
    ``baku.trust_in_cover``, ``moscow.exposure_brokers`` for ``moscow.lever_brokers``), then those that switch off a
    mechanism which the evidence shows on this state.
    """
    holder, _, name = state.partition(".")
    starts = (f"{state}_", f"{holder}.{name.partition('_')[0]}_from_")
    lever = name.removeprefix("lever_")
    ends = (f"_{lever}",) if lever in seeds.levers else ()
    own = [key for key in seeds.parameters if key.startswith(starts)]
    own += [key for key in seeds.parameters if key.startswith(f"{holder}.") and key.endswith(ends)]
    switches = [
        key
        for mechanism in seeds.mechanisms.values()
        for check in mechanism.checks
        if check.output == state
        for key in check.off
    ]
    found = list(dict.fromkeys([*own, *switches]))[:NAMED]
    return f"what bears on it: {', '.join(found)}" if found else ""
