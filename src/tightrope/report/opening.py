"""How a report begins: what was asked, of what run, and what came out in a few sentences."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from tightrope.comparison import words
from tightrope.comparison.differences import DOWN, UP
from tightrope.comparison.spoken import changes_spoken
from tightrope.outcomes import OUTCOMES, shares, wilson
from tightrope.quarters import format_quarter
from tightrope.report import describe
from tightrope.report.gather import Material, Pairing, Part
from tightrope.report.markup import listing, node, paragraph, section, table
from tightrope.report.words import CONFIDENCE, counted, listed, percent, sentence, signed, with_interval, with_minus
from tightrope.results import DISCLAIMER, OIL_CAVEAT, Run
from tightrope.scenario import Scenario

MOST_TOLD = 3
"""Outcomes of which the difference to another run is told in short."""

NOTES = {"notice": "To notice", "try": "To try"}


def title_of(material: Material) -> str:
    """The title of the page."""
    titles = list(dict.fromkeys(part.run.scenario.title for part in material.parts))
    if material.alone:
        return title_of_run(material.parts[0])
    return " / ".join(titles) if len(titles) > 1 else f"{titles[0]}: {len(material.parts)} runs side by side"


def title_of_run(part: Part) -> str:
    """A run's title: the scenario's and, where the run changed something, what."""
    plan = part.run.scenario
    changes = changes_spoken(part.run)
    return f"{plan.title}, with {', '.join(changes)}" if changes else plan.title


def opening(material: Material) -> Element:
    """Title, question, what was run, and the sentence that goes with every result."""
    children: list[Element] = [node("h1", title_of(material))]
    if material.alone:
        plan = material.parts[0].run.scenario
        children += [
            paragraph(plan.question, class_="question"),
            paragraph(about_words(material.parts[0]), class_="about"),
        ]
        children += _notes(plan)
    else:
        children.append(_runs(material))
    children.append(paragraph(DISCLAIMER, class_="caution"))
    return node("header", *children)


def about_words(part: Part) -> str:
    """Size, window, seed, theory and what the spread consists of."""
    run, plan = part.run, part.run.scenario
    first, last = describe.ends(run)
    size = f"{counted(run.members, 'member')}, {first} to {last}, seed {plan.seed}"
    about = f"Run {part.name}: {size}, theory {plan.theory}; {run.data.attrs['spread']}."
    if plan.simulated_from == plan.start:
        return about
    return f"{about} Simulated from {format_quarter(plan.simulated_from)}, the latest documented start before it."


def _notes(plan: Scenario) -> list[Element]:
    return [paragraph(node("strong", f"{NOTES.get(key, key)}: "), text) for key, text in plan.notes.items()]


def _runs(material: Material) -> Element:
    """A column each: what the runs are."""
    rows: dict[str, list[str]] = {
        key: [] for key in ("question", "title", "window", "members", "seed", "theory", "spread")
    }
    for part in material.parts:
        run, plan = part.run, part.run.scenario
        rows["question"].append(plan.question)
        rows["title"].append(plan.title)
        rows["window"].append(" to ".join(describe.ends(run)))
        rows["members"].append(f"{run.members:,}")
        rows["seed"].append(str(plan.seed))
        rows["theory"].append(plan.theory)
        rows["spread"].append(str(run.data.attrs["spread"]))
    body = [[key, *values] for key, values in rows.items()]
    return table("runs", "The runs", ["what", *(part.name for part in material.parts)], body)


def in_short(material: Material) -> Element:
    """What came out, in a few sentences for each run."""
    children: list[Element] = []
    beside = {pairing.b.name: pairing for pairing in material.pairings}
    for part in material.parts:
        if not material.alone:
            children.append(paragraph(node("strong", part.name)))
        first = [beside_sentence(beside[part.name])] if part.name in beside else []
        children.append(listing([*first, *short_sentences(part)]))
    if any(part.run.data.attrs["oil_path_departs"] for part in material.parts):
        children.append(paragraph(OIL_CAVEAT, class_="note"))
    return section("in-short", "In short", *children)


def beside_sentence(pairing: Pairing) -> str:
    """What a run ends otherwise in than the first: the largest differences of outcomes and that of the mean position,
    pair by pair, with their intervals."""
    found, other = pairing.found, pairing.a.name
    if found is None:
        return f"It cannot be compared with {other} pair by pair. {sentence(pairing.why_not)}"
    if found.identical:
        return f"No member differs from {other} in any quarter."
    when = found.quarters[-1]
    ends = [one for one in found.effects if one.when == when and one.verdict in (UP, DOWN)]
    largest = sorted((one for one in ends if words.is_share(one)), key=lambda one: -abs(one.difference))[:MOST_TOLD]
    told = [f"{one.output} {words.interval_words(one)} points" for one in largest]
    told += [f"mean position {words.interval_words(one)}" for one in ends if not words.is_share(one)]
    if not told:
        return f"Beside {other}, pair by pair, in {when}: no difference in outcomes or mean position can be told yet."
    rest = "" if largest else "; of no outcome can a difference be told yet"
    return with_minus(
        f"Beside {other}, pair by pair, in {when} (in brackets: {CONFIDENCE} intervals): {listed(told)}{rest}."
    )


def short_sentences(part: Part) -> list[str]:
    """The findings of one run: the end, the way there, what was ever reached, how far luck decided."""
    run = part.run
    five = run.percentiles("baku.position")
    first, last = describe.ends(run)
    lines = [
        f"In {last}, of {counted(run.members, 'member')}: {describe.shares_words(shares(run.tally)[-1])}.",
        f"Baku's median position goes from {signed(five[2, 0])} in {first} to {signed(five[2, -1])} in {last} "
        "(−1 is Moscow, +1 the West)"
        + (
            f"; half of the members end between {signed(five[1, -1])} and {signed(five[3, -1])}."
            if five[1, -1] < five[3, -1]
            else "."
        ),
    ]
    return [*lines, *_ever(part), *_luck(part)]


def _ever(part: Part) -> list[str]:
    """Outcomes that some members reached and some did not, and those that all reached and some left again."""
    rows, gone = part.run.ever().to_dict("records"), out_at_end(part.run)
    some = [
        f"{row['outcome']} {percent(row['ever'])} (half of these by {row['first_p50']}; {gone[row['outcome']]} "
        "of these are out of it at the end)"
        for row in rows
        if 0 < row["ever"] < 1
    ]
    everyone = [
        f"{row['outcome']} (half of them by {row['first_p50']}; {gone[row['outcome']]} are out of it at the end)"
        for row in rows
        if row["ever"] == 1 and row["gone_at_end"] > 0
    ]
    told = {
        "ever reached by some members, not by all": some,
        "reached by every member, and left again by some": everyone,
    }
    return [sentence(f"{what}: {'; '.join(items)}") for what, items in told.items() if items]


def out_at_end(run: Run) -> dict[str, str]:
    """By outcome that anybody reached: the share of those members not in it at the end, with what luck leaves open."""
    return _of_those_there(run, run.tally.gone)


def left_once(run: Run) -> dict[str, str]:
    """The same of the share that left it at least once."""
    return _of_those_there(run, run.tally.left)


def _of_those_there(run: Run, counts: NDArray[np.int64]) -> dict[str, str]:
    told = {}
    for name, count, ever in zip(OUTCOMES, counts, run.tally.ever, strict=True):
        if ever:
            share = float(count / ever)
            low, high = (share, share) if run.scenario.uncertainty == "none" else wilson(count, int(ever))
            told[name] = with_interval(share, float(low), float(high))
    return told


def _luck(part: Part) -> list[str]:
    """How many of Baku's moves abroad chance tipped."""
    if part.summary is None:
        return []
    kinds = [kind for kind in part.summary.kinds if kind.decision == "baku.abroad"]
    times = sum(kind.times for kind in kinds)
    if not times:
        return ["Baku makes no move abroad in any member looked at."]
    chance = sum(kind.deciders.get("chance", 0) for kind in kinds)
    most = max(kinds, key=lambda kind: kind.times)
    return [
        f"Baku moves abroad {times:,} times in {counted(part.summary.members, 'member')} looked at, most often "
        f"“{most.move}” ({percent(most.times / times)}); in {percent(chance / times)} of the moves chance tipped it: "
        "what was weighed, by itself, favoured another move."
    ]


def dates(part: Part) -> list[int]:
    """Quarters at which outcomes are told: ends of the years 2020 and 2030 that lie in the run, and its end; where
    neither does also its middle."""
    start, last = part.run.scenario.start, part.run.last
    shown = [quarter for quarter in range(start, last) if format_quarter(quarter) in ("2020-Q4", "2030-Q4")]
    return [*(shown or ([(start + last) // 2] if last > start + 1 else [])), last]
