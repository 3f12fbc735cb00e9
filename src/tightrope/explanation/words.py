"""A story in English: sentences for moves, for why they were made, and for what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tightrope.evidence import Claim, Seeds
from tightrope.explanation.reasons import TREATY, Reasons, load_reasons
from tightrope.explanation.story import ABROAD, Moment, Story
from tightrope.explanation.weigh import CHANCE, NOTHING_ELSE, RULE, Part, Weighing
from tightrope.quarters import format_quarter

STATE_NAMES = {
    "position": "position",
    "pressure": "pressure",
    "buffer": "buffer",
    "trust_in_cover": "trust in cover",
    "perceived_moscow_threat": "threat from Moscow",
    "perceived_western_threat": "threat from the West",
    "perceived_punishment": "punishment expected",
}
"""What a quarter or a game is told with, in words."""

FOR, AGAINST = 3, 1
"""How many considerations are told of a decision: the largest for the move made, and against it."""

WORTH_TELLING = 0.1
"""Part of the largest consideration below which another is not told."""

TOLD = {("baku.home", "remove a broker"), ("moscow.act", "invite"), ("moscow.act", "visit")}
"""Moves told each by itself, beside all of Baku's abroad; the others are gathered."""

SHORTEST = 0.005
"""Sizes below are written as nothing."""


class Words:
    """The words of one run: its moves, treaties and considerations."""

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.reasons: Reasons = load_reasons(seeds)

    # -- moves --------------------------------------------------------------------------------------------------------
    def does(self, one: Weighing) -> str:
        """Who moved and how: "Baku joins the Collective Security Treaty"."""
        return self.acts(one.decision, one.move, one.target)

    def acts(self, decision: str, move: str, target: str = "") -> str:
        """The same of a move that nobody has weighed."""
        words = self.reasons.moves[decision, move].does
        return f"{decision.split('.')[0].capitalize()} {self._with_treaty(words, target)}"

    def doing(self, decision: str, move: str, target: str = "") -> str:
        """A move as something that could be done: "joining the Collective Security Treaty"."""
        return self._with_treaty(self.reasons.moves[decision, move].doing, target)

    def _with_treaty(self, words: str, target: str) -> str:
        if TREATY not in words:
            return words
        if not target:
            return words.replace(f"the {TREATY}", "a body").replace(TREATY, "body")
        return words.replace(TREATY, self.seeds.treaties[target].says)

    def verdict(self, one: Weighing) -> str:
        """Against what the move won, by how much, and whether chance or the rule tipped it."""
        if one.decided_by == NOTHING_ELSE:
            return "Nothing else was open."
        other = self.doing(one.decision, one.nearest, one.nearest_target)
        if one.decided_by == RULE:
            return (
                f"The theory's rule took it although {other} came out ahead by {plain(-one.margin)} "
                f"(considerations {signed(-one.difference)}, chance {signed(-one.chance)})."
            )
        told = (
            f"Nearest alternative: {other}, which lost by {plain(one.margin)} "
            f"(considerations {signed(one.difference)}, chance {signed(one.chance)})."
        )
        if one.decided_by != CHANCE:
            return told
        favourite = self.doing(one.decision, one.favourite, one.favourite_target)
        return f"{told} Chance tipped it: the considerations alone favoured {favourite} by {plain(one.ahead)}."

    # -- considerations -----------------------------------------------------------------------------------------------
    def reason(self, part: Part) -> str:
        """A consideration with its size: "+0.47* Moscow's threat to the rulers: an assurance calms ..."."""
        return f"{self.brief(part)}: {part.says}" if part.says else self.brief(part)

    def brief(self, part: Part) -> str:
        """The same in short: "+0.47* Moscow's threat to the rulers"."""
        return f"{signed(part.size)}{'*' if part.needed else ' '} {part.name}"

    def behind(self, part: Part) -> str:
        """The claims behind a consideration, or that there are none: "[fear-unpredictable-russia]"."""
        return f"[{', '.join(part.evidence) or 'no document speaks of it'}]"

    def name(self, decision: str, consideration: str) -> str:
        """A consideration, or another thing that decided, as a reader meets it."""
        if (decision, consideration) in self.reasons.considerations:
            return self.reasons.name(decision, consideration)
        return consideration or "nothing"


def told_parts(one: Weighing) -> tuple[Part, ...]:
    """The few considerations that decided: the largest for the move made, then the largest against it."""
    largest = max((abs(part.size) for part in one.parts), default=0.0)
    least = max(WORTH_TELLING * largest, SHORTEST)
    spoke = [part for part in one.for_it if part.size >= least][:FOR]
    against = [part for part in one.against_it if -part.size >= least][: AGAINST + (not spoke)]
    return (*spoke, *against)


def told(moment: Moment) -> tuple[Weighing, ...]:
    """The moves of a quarter that are told each by itself."""
    return tuple(one for one in moment.moved if one.decision == ABROAD or (one.decision, one.move) in TOLD)


def gathered(moment: Moment) -> tuple[Weighing, ...]:
    """The moves of a quarter that are told together with their like."""
    apart = told(moment)
    return tuple(one for one in moment.moved if one not in apart)


MOST_DECIDERS = 3
"""Considerations that are named as having decided several moves."""

MOST_STRETCHES = 6
"""Stretches of quarters that are listed one by one."""


# -- runs of quarters -------------------------------------------------------------------------------------------------
def stretches(quarters: Sequence[int]) -> str:
    """Quarters as stretches: "2015-Q1, 2016-Q2 to 2016-Q4"; of very many only from when to when."""
    runs: list[list[int]] = []
    for quarter in quarters:
        if runs and quarter == runs[-1][1] + 1:
            runs[-1][1] = quarter
        else:
            runs.append([quarter, quarter])
    if len(runs) > MOST_STRETCHES:
        return f"now and again from {stretch(quarters[0], quarters[-1])}"
    return ", ".join(stretch(first, last) for first, last in runs)


def stretch(first: int, last: int) -> str:
    """One stretch of quarters: "2016-Q2 to 2016-Q4", or "2016-Q2"."""
    return format_quarter(first) if first == last else f"{format_quarter(first)} to {format_quarter(last)}"


def outcome_stretches(moments: Sequence[Moment]) -> list[tuple[str, int, int]]:
    """The outcomes in turn, each with its first and last quarter."""
    runs: list[tuple[str, int, int]] = []
    for moment in moments:
        if runs and runs[-1][0] == moment.outcome:
            runs[-1] = (moment.outcome, runs[-1][1], moment.quarter)
        else:
            runs.append((moment.outcome, moment.quarter, moment.quarter))
    return runs


def outcomes_in_words(moments: Sequence[Moment]) -> str:
    """The outcomes of a story in one sentence."""
    runs = outcome_stretches(moments)
    if len(runs) <= MOST_STRETCHES:
        return "; ".join(f"{outcome} {stretch(first, last)}" for outcome, first, last in runs)
    counts = Counter(moment.outcome for moment in moments)
    parts = [f"{outcome} in {count}" for outcome, count in counts.most_common()]
    return f"{', '.join(parts)} of {len(moments)} quarters, changing {len(runs) - 1} times"


def treaties_in_words(moments: Sequence[Moment], seeds: Seeds) -> str:
    """What was entered and left, with dates."""
    found = []
    for moment in moments:
        for one in moment.happenings:
            if one.kind == "treaty" and "member" in (one.before, one.after):
                left = moment.weighing(ABROAD).move == "leave"
                verb = "enters" if one.after == "member" else "leaves" if left else "outlives"
                found.append(f"{verb} {seeds.treaties[one.subject].says} {format_quarter(moment.quarter)}")
    return "; ".join(found) if found else "none entered or left"


def counted_moves(weighings: Sequence[Weighing]) -> str:
    """Moves by how often they were made: "assurance 9, stall 4"."""
    counts = Counter(one.move for one in weighings)
    return ", ".join(f"{move} {count}" for move, count in counts.most_common())


def decided_in_words(weighings: Sequence[Weighing], words: Words) -> str:
    """What decided some moves: "influence over Baku 12, tipped by chance 5"."""
    leading = Counter(
        words.name(one.decision, one.parts[0].consideration)
        for one in weighings
        if one.decided_by not in (CHANCE, RULE) and one.parts
    )
    parts = [f"{name} {count}" for name, count in leading.most_common(MOST_DECIDERS)]
    rest = leading.total() - sum(count for _, count in leading.most_common(MOST_DECIDERS))
    parts += [f"others {rest}"] if rest else []
    for kind, says in ((CHANCE, "tipped by chance"), (RULE, "taken by the rule")):
        count = sum(one.decided_by == kind for one in weighings)
        parts += [f"{says} {count}"] if count else []
    return ", ".join(parts)


def gather(moments: Sequence[Moment]) -> Mapping[tuple[str, str], list[Weighing]]:
    """The gathered moves by decision and move, in the order of the quarter, the most frequent first."""
    found: dict[tuple[str, str], list[Weighing]] = {}
    for moment in moments:
        for one in gathered(moment):
            found.setdefault((one.decision, one.move), []).append(one)
    order = list(dict.fromkeys(one.decision for moment in moments for one in moment.weighings))
    return dict(sorted(found.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]))))


# -- sources ----------------------------------------------------------------------------------------------------------
def place_of(claim: Claim) -> str:
    """Where a claim stands: "going-it-alone, Evolution, p. about 148"."""
    page = f"p. {claim.page}" if claim.page else ""
    footnote = f"footnote {claim.footnote}" if claim.footnote else ""
    return ", ".join(part for part in (claim.source, claim.section, page, footnote) if part)


def claims_told(story: Story, weighings: Iterable[Weighing]) -> list[Claim]:
    """The claims behind what is told of some decisions, in the order of the documents."""
    return story.claims(name for one in weighings for part in told_parts(one) for name in part.evidence)


# -- numbers ----------------------------------------------------------------------------------------------------------
def signed(size: float) -> str:
    """A size with its sign: +0.47, -0.05; +0.00 for next to nothing."""
    return f"{size if abs(size) >= SHORTEST else 0.0:+.2f}"


def plain(size: float) -> str:
    """A size without a sign; "less than 0.01" where it would read as nothing."""
    return f"{size:.2f}" if size >= SHORTEST else "less than 0.01"
