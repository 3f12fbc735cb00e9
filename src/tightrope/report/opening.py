"""How a report begins: what was asked, of what run, and what came out in a few sentences."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from tightrope.comparison.spoken import changes_spoken
from tightrope.outcomes import shares
from tightrope.quarters import format_quarter
from tightrope.report import describe
from tightrope.report.gather import Material, Part
from tightrope.report.markup import listing, node, paragraph, section, table
from tightrope.report.words import counted, percent, sentence, signed
from tightrope.results import DISCLAIMER, OIL_CAVEAT
from tightrope.scenario import Scenario

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
    for part in material.parts:
        if not material.alone:
            children.append(paragraph(node("strong", part.name)))
        children.append(listing(short_sentences(part)))
    if any(part.run.data.attrs["oil_path_departs"] for part in material.parts):
        children.append(paragraph(OIL_CAVEAT, class_="note"))
    return section("in-short", "In short", *children)


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
    """Outcomes that some members reached and some did not."""
    told = [
        f"{row['outcome']} {percent(row['ever'])} (half of these by {row['first_p50']}; {percent(row['gone_at_end'])} "
        "of these are out of it at the end)"
        for row in part.run.ever().to_dict("records")
        if 0 < row["ever"] < 1
    ]
    return [sentence(f"ever reached by some members, not by all: {'; '.join(told)}")] if told else []


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
