"""The numbers that matter: those set or varied, and those that go with the ending, with what they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from tightrope.evidence import Claim, Parameter, Seeds
from tightrope.numbers import drawn
from tightrope.report.gather import Material, Part
from tightrope.report.markup import Child, joined, listing, node, paragraph, section, table
from tightrope.report.markup import key as key_of
from tightrope.report.ranks import FEWEST
from tightrope.report.words import CONFIDENCE, counted, listed, rank_words, sentence, setting_in

STANDING = ("grade", "rests on", "why")
"""Columns that say how well a number is known."""

RANKS = f"Rank correlation with the ending, with its interval ({CONFIDENCE})"

MOST = 10
"""Numbers that go with the ending which are told, of each run."""

OWN = (
    "Every member drew its own value of each uncertain number, independently of the others. The rank correlation "
    "(Spearman, −1 to +1) says how far members that drew a higher value ended further to the West, or in Eurasian "
    "accession, than members that drew a lower one: what moving a number through its range does on average, in this "
    "scenario."
)
SHARED = (
    "Members share parameter vectors: a vector is one full draw of the uncertain numbers. The cases are the vectors, "
    "each with the mean ending of its members, and the rank correlation (Spearman, −1 to +1) says how far vectors with "
    "a higher value ended further to the West, or in Eurasian accession, than vectors with a lower one. History has "
    "let the vectors through as wholes, so their numbers are not independent: a number may owe its correlation to "
    "another that goes with it."
)
IS_NOT = (
    "It is not a share of the variance, and no measure of importance beyond the ranges drawn: a number with a narrow "
    "range, one that is fixed, and one whose effect turns round or shows only together with another can all matter and "
    "be missing here. It says how the model answers, not how the world does."
)


def numbers(material: Material) -> Element:
    """The section."""
    plan = material.parts[0].run.scenario
    known = plan.seeds.parameters
    own = [key for key in known if any(_varies(part, key) for part in material.parts)]
    found = _found(material.parts)
    children: list[Child] = []
    if own:
        children += [node("h3", "Set or varied here"), _own_table(material, own)]
    children.append(node("h3", "Linked with the ending"))
    children += _links(material, found)
    cited = [key for key in dict.fromkeys([*own, *found])]
    claims = _claims(plan.seeds, cited)
    if claims:
        children += [
            node("h3", "The passages behind these numbers"),
            listing([_told(plan.seeds, one) for one in claims]),
        ]
    return section("numbers", "The numbers that matter", *children)


def _varies(part: Part, key: str) -> bool:
    return any(change.key == key for change in part.varied.changes)


def _found(parts: Sequence[Part]) -> list[str]:
    """What stands out in any run, in the order of the runs and of strength."""
    return list(dict.fromkeys(key for part in parts if part.links is not None for key in part.links.standing_out(MOST)))


def _own_table(material: Material, keys: Sequence[str]) -> Element:
    plan = material.parts[0].run.scenario
    rows = []
    for key in keys:
        known = plan.seeds.parameters[key]
        # Of several runs the values stand beside each other under what was varied.
        here = [setting_in(plan, plan.setting(key))] if material.alone else []
        rows.append([_name(known), *here, setting_in(plan, known.setting), *_standing(plan.seeds, key)])
    columns = ["number", *(["here"] if material.alone else []), "in the seeds", *STANDING]
    note = "Grade, evidence and reason are those of the value in the seeds; a value set here is this scenario's own."
    return node("div", table("own-numbers", "Numbers set or varied, with what they rest on", columns, rows),
                paragraph(note, class_="note"))  # fmt: skip


def _links(material: Material, keys: Sequence[str]) -> list[Child]:
    told = [part for part in material.parts if part.links is not None]
    silent: list[Child] = [paragraph(_why_not(part)) for part in material.parts if part.links is None]
    if not told:
        return silent
    intro: list[Child] = [*_what_it_is(told), paragraph(IS_NOT), *silent]
    intro += [paragraph(_how_many(part)) for part in told]
    if not keys:
        return intro
    return [*intro, *(_of_one(told[0], keys) if material.alone else _of_several(told, keys))]


def _what_it_is(told: Sequence[Part]) -> list[Element]:
    """What the correlation is, of runs with draws of each member's own and of runs whose members share vectors."""
    kinds = {text: [part.name for part in told if bool(part.run.vector_count) == shared]
             for shared, text in ((False, OWN), (True, SHARED))}  # fmt: skip
    kinds = {text: names for text, names in kinds.items() if names}
    if len(kinds) == 1:
        return [paragraph(text) for text in kinds]
    return [paragraph(f"{listed(names)}: {text}") for text, names in kinds.items()]


def _of_one(part: Part, keys: Sequence[str]) -> list[Element]:
    """What goes with the ending of one run, with what it rests on."""
    seeds = part.run.scenario.seeds
    rows = [
        [_name(seeds.parameters[key]), _drawn_from([part], key), *_ranks(part, key), *_standing(seeds, key)]
        for key in keys
    ]
    columns = ["number", "range drawn from", *_endings(part)]
    numbers = range(2, len(columns))
    return [table("links", RANKS, [*columns, *STANDING], rows, numbers=numbers)]


def _of_several(told: Sequence[Part], keys: Sequence[str]) -> list[Element]:
    """The correlations side by side, and what the numbers rest on apart: together they would be too wide to read."""
    seeds = told[0].run.scenario.seeds
    columns = ["number", "range drawn from", *(f"{part.name}: {end}" for part in told for end in _endings(part))]
    ranks = [
        [_name(seeds.parameters[key]), _drawn_from(told, key), *(cell for part in told for cell in _ranks(part, key))]
        for key in keys
    ]
    rests = [[_name(seeds.parameters[key]), *_standing(seeds, key)] for key in keys]
    return [
        table("links", RANKS, columns, ranks, numbers=range(2, len(columns))),
        table("links-standing", "What these numbers rest on", ["number", *STANDING], rests),
    ]


def _endings(part: Part) -> list[str]:
    return ["with position", *(["with accession"] if part.links is not None and part.links.accession else [])]


def _drawn_from(told: Sequence[Part], key: str) -> Child:
    """The range; where runs draw from different ones, each with the run's name."""
    drawing = [part for part in told if part.links is not None and key in part.links.position]
    if len({part.run.scenario.setting(key) for part in drawing}) == 1:
        plan = drawing[0].run.scenario
        return setting_in(plan, plan.setting(key))
    each = [(part.name, part.run.scenario) for part in drawing]
    return joined([node("span", f"{name}: ", setting_in(plan, plan.setting(key))) for name, plan in each], "; ")


def _ranks(part: Part, key: str) -> list[str]:
    assert part.links is not None
    tables = [part.links.position, *([part.links.accession] if part.links.accession else [])]
    return [rank_words(one.get(key)) for one in tables]


def _how_many(part: Part) -> str:
    found = part.links
    assert found is not None
    standing = len(found.standing_out(len(found.position)))
    least = sorted(set(found.least.values()))
    most = f", the {MOST} strongest of which are listed" if standing > MOST else ""
    accession = (
        ""
        if found.accession
        else " Too few members end in, or out of, Eurasian accession to correlate anything with it."
    )
    return (
        f"{part.name}: {_who_drew(part)}; "
        f"{standing or 'none'} of them stand{'s' if standing == 1 else ''} out{most}. Numbers that do nothing would "
        f"reach {' or '.join(f'{one:.2f}' for one in least)} in one case of twenty.{accession}"
    )


def _who_drew(part: Part) -> str:
    """How many numbers were drawn, and by how many members or parameter vectors."""
    found = part.links
    assert found is not None
    members = counted(found.members, "member")
    if not part.run.vector_count:
        return f"{counted(len(found.position), 'number')} drawn by {members}"
    cases = Counter(one.count for one in found.position.values())
    own = cases.pop(found.members, 0) if part.run.vector_count != found.members else 0
    told = [f"{counted(number, 'number')} drawn by {counted(count, 'parameter vector')}, which {members} share"
            for count, number in cases.items()]  # fmt: skip
    return "; ".join([*told, *([f"{counted(own, 'number')} drawn by each member for itself"] if own else [])])


def _why_not(part: Part) -> str:
    plan = part.run.scenario
    if part.lost:
        return f"{part.name}: cannot be said. {sentence(part.lost)}"
    if any(drawn(plan, key) for key in plan.seeds.parameters):
        return f"{part.name}: too few members for a correlation; {FEWEST} are needed, and hundreds to see much."
    return (
        f"{part.name}: no number was drawn (uncertainty: {plan.uncertainty}), so none can go with the ending. "
        "Run it with --uncertainty full."
    )


# -- what numbers rest on ---------------------------------------------------------------------------------------------
def _name(known: Parameter) -> Element:
    return node("span", known.long_name, " ", key_of(f"{known.key}, {known.unit}"))


def _standing(seeds: Seeds, key: str) -> list[Child]:
    """Grade, evidence and reason."""
    known = seeds.parameters[key]
    behind = [_cited(seeds, name) for name in known.evidence]
    return [known.grade, joined(behind) if behind else "no document", node("span", known.why, class_="wide")]


def _cited(seeds: Seeds, name: str) -> Element:
    """A claim, which is told further down, or a source."""
    if name in seeds.claims:
        return node("a", name, href=f"#claim-{name}")
    return node("span", seeds.sources[name].title if name in seeds.sources else name)


def _claims(seeds: Seeds, keys: Sequence[str]) -> list[Claim]:
    wanted = {name for key in keys for name in seeds.parameters[key].evidence}
    return [claim for name, claim in seeds.claims.items() if name in wanted]


def _told(seeds: Seeds, claim: Claim) -> Element:
    page = f"p. {claim.page}" if claim.page else ""
    footnote = f"footnote {claim.footnote}" if claim.footnote else ""
    place = ", ".join(text for text in (seeds.sources[claim.source].title, claim.section, page, footnote) if text)
    return node(
        "span", node("strong", claim.id), f" ({place}; {claim.confidence}): {claim.says}", id=f"claim-{claim.id}"
    )


def grades(seeds: Seeds) -> str:
    """How well the numbers of the model are known: "3 stated figures, 9 stated judgements, ..."."""
    counts: dict[str, int] = {}
    for one in seeds.parameters.values():
        counts[one.grade] = counts.get(one.grade, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return listed(f"{count} {'is' if count == 1 else 'are'} graded “{grade}”" for grade, count in ordered)
