"""A results folder runs again to the same numbers, whatever becomes of ``seeds/``; or it says by name what it lacks."""

from __future__ import annotations

import functools
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from tightrope.ensemble import simulate
from tightrope.errors import InputError
from tightrope.evidence import Seeds, load_seeds
from tightrope.locate import data_folder
from tightrope.marked import read_marked
from tightrope.quarters import FIRST_YEAR, QUARTERS_PER_YEAR, format_quarter, parse_quarter
from tightrope.results import Run, open_run
from tightrope.results.numbers_back import plan_in
from tightrope.scenario import Scenario, load

A_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ENOUGH = 5
"""Numbers that make another run than the folder's own; more are not looked for."""
A_QUARTER = re.compile(r"(199[2-9]|20[0-3][0-9])-Q[1-4]")

RUNS = {
    # Every uncertain number is drawn, and a theory weighs with numbers of its own.
    "full": ("cheap-oil", {"quarters": 12, "uncertainty": "full", "theory": "balance-of-threat"}),
    # A run whose members draw only what the scenario writes, and a theory with another transform.
    "chance": ("control", {"quarters": 12, "uncertainty": "chance", "theory": "prospect-theory"}),
    # Members share parameter vectors.
    "history": ("baseline", {"quarters": 12, "uncertainty": "history"}),
    # Begun in 1992, long before the first quarter that is kept, with a theory that searches.
    "run-up": ("history", {"start": "2005-Q1", "quarters": 24, "theory": "satisficing"}),
}


def asked(kind: str, seeds: Seeds | None = None) -> Scenario:
    name, changes = RUNS[kind]
    return load(name, seeds=seeds).set({**changes, "members": 6})


@functools.cache
def run(kind: str) -> Run:
    return Run.of(simulate(asked(kind)))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder of each of the runs."""
    place = tmp_path_factory.mktemp("results")
    for kind in RUNS:
        run(kind).save(place / kind)
    return place


def goes_alike(one: Run, other: Scenario) -> bool:
    """Whether a scenario runs to the very bytes of a run."""
    again = Run.of(simulate(other)).data
    return all(
        again[key].dtype == values.dtype and again[key].values.tobytes() == values.values.tobytes()
        for key, values in one.data.data_vars.items()
        if values.ndim >= 2
    )


# -- seeds with another number ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Place:
    """A number or a quarter in a file of seeds."""

    file: str
    start: int
    end: int
    text: str

    def otherwise(self, chance: random.Random) -> str:
        """Something else of the same kind, not far off."""
        if A_QUARTER.fullmatch(self.text):
            return format_quarter(max(0, parse_quarter(self.text) + chance.choice((-1, 1))))
        if "." not in self.text:
            return str(int(self.text) + chance.choice((-1, 1)))
        return repr(round(float(self.text) * chance.uniform(0.9, 1.1), 6))


def places(file: str) -> Iterator[Place]:
    """Every number and quarter of a file: values, and the dates of paths."""
    text = (data_folder("seeds") / file).read_text(encoding="utf-8")
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        plain = event.value if isinstance(event, yaml.ScalarEvent) and not event.style else ""
        if A_NUMBER.fullmatch(plain) or A_QUARTER.fullmatch(plain):
            yield Place(file, event.start_mark.index, event.end_mark.index, plain)


def seeds_files() -> list[str]:
    folder = data_folder("seeds")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml"))


def seeds_with(place: Path, changes: list[tuple[Place, str]]) -> Seeds:
    """The seeds with some texts replaced. Raises InputError where that makes no seeds."""
    folder = place / "seeds"
    shutil.copytree(data_folder("seeds"), folder, dirs_exist_ok=True)
    for one, otherwise in sorted(changes, key=lambda change: -change[0].start):
        path = folder / one.file
        text = path.read_text(encoding="utf-8")
        assert text[one.start : one.end] == one.text
        path.write_text(text[: one.start] + otherwise + text[one.end :], encoding="utf-8")
    return load_seeds(folder)


def sampled(chance: random.Random) -> Iterator[Place]:
    """Some numbers of every file, more of those that the rules read."""
    for file in seeds_files():
        found = list(places(file))
        count = 6 if file.startswith("parameters/") or file in ("starts.yaml", "treaties.yaml", "theories.yaml") else 2
        yield from chance.sample(found, min(count, len(found)))


@dataclass
class Counted:
    """What became of the runs when a number was another."""

    refused: int = 0
    alike: int = 0
    named: int = 0
    mattered: int = 0


def perturbed(place: Path, folders: Path, changed: Iterator[Place], chance: random.Random) -> Counted:
    """Change one number after the other; each run must come back, or say what of it does not."""
    counted = Counted()
    for one in changed:
        try:
            seeds = seeds_with(place, [(one, one.otherwise(chance))])
        except InputError:  # no seeds at all: low above high, a sum that is not whole, a date that is not there
            counted.refused += 1
            continue
        kind = chance.choice(list(RUNS))
        plan, said = plan_in(folders / kind, seeds=seeds)
        if goes_alike(run(kind), plan):
            counted.alike += 1
            if counted.mattered < ENOUGH:
                counted.mattered += not goes_alike(run(kind), asked(kind, seeds))
        else:
            assert any(text.startswith("warning: ") for text in said), (one, kind)
            counted.named += 1
    return counted


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1))
def test_whatever_number_of_the_seeds_is_another_the_folder_runs_again_to_the_same_bytes(
    folders: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    counted = perturbed(tmp_path, folders, sampled(chance), chance)
    assert counted.named == 0 and counted.alike >= 60
    assert counted.mattered == ENOUGH


@pytest.mark.slow
@pytest.mark.parametrize("kind", RUNS)
def test_all_starts_and_weights_can_be_others_at_once(folders: Path, tmp_path: Path, kind: str) -> None:
    chance = random.Random(2)
    changes = [
        (place, repr(round(float(place.text) * 0.97, 6)))
        for file in ("starts.yaml", "parameters/baku.yaml", "parameters/moscow.yaml")
        for place in places(file)
        if "." in place.text and chance.random() < 0.3
    ]
    accepted = [change for change in changes if change[0].file == "starts.yaml"]
    for change in changes:
        if change[0].file != "starts.yaml" and len(accepted) < 60:
            accepted.append(change)
    seeds = _sound(tmp_path, accepted)
    plan, said = plan_in(folders / kind, seeds=seeds)
    assert [text.partition(":")[0] for text in said] == ["note"]
    assert goes_alike(run(kind), plan)
    assert not goes_alike(run(kind), asked(kind, seeds))


def _sound(place: Path, changes: list[tuple[Place, str]]) -> Seeds:
    """The seeds with those of the changes that leave every range in order."""
    while True:
        try:
            return seeds_with(place, changes)
        except InputError as error:
            wrong = {(problem.file.removeprefix("seeds/"), problem.line) for problem in error.problems}
            before = len(changes)
            changes = [one for one in changes if (one[0].file, _line(one[0])) not in wrong]
            if len(changes) == before:
                changes = [one for one in changes if one[0].file not in {file for file, _ in wrong}]


def _line(place: Place) -> int:
    text = (data_folder("seeds") / place.file).read_text(encoding="utf-8")
    return text.count("\n", 0, place.start) + 1


# -- what is said of it -----------------------------------------------------------------------------------------------
def with_start(key: str, value: float, quarter: int | None = None, seeds: Seeds | None = None) -> Seeds:
    """The seeds with another start of a variable."""
    known = seeds or load_seeds()
    quarter = (2015 - FIRST_YEAR) * QUARTERS_PER_YEAR if quarter is None else quarter
    values = known.start_values[quarter]
    changed = {**values, key: values[key].model_copy(update={"value": value})}
    starts = {**known.start_values, quarter: changed}
    numbers = {when: {name: one.value for name, one in each.items()} for when, each in starts.items()}
    return replace(known, start_values=starts, starts=numbers, digest="another")


def test_the_start_of_a_run_is_kept_with_its_grade_and_evidence(folders: Path) -> None:
    written = read_marked(folders / "full" / "parameters.yaml").data["start"]
    assert written["quarter"] == "2015-Q1"
    assert written["values"]["world.reserves"] == {
        "says": "reserves of the oil fund (USD bn)",
        "value": 37.1,
        "grade": "outside source",
        "evidence": ["sofaz-reports"],
        "why": load_seeds().start_values[92]["world.reserves"].why,
    }
    assert written["values"]["moscow.lever_karabakh"]["says"] == "Karabakh: aid to Armenia (level)"
    assert set(written["values"]) == set(load_seeds().starts[92])
    assert read_marked(folders / "run-up" / "parameters.yaml").data["start"]["quarter"] == "1992-Q1"


def test_reserves_of_2015_that_were_others_come_back_and_are_named(folders: Path) -> None:
    plan, said = plan_in(folders / "full", seeds=with_start("world.reserves", 10.0))
    assert said == ["note: seeds/ has other numbers by now; taken as they were in the run: the start of world.reserves"]
    assert plan.seeds.starts[92]["world.reserves"] == 37.1
    assert plan.seeds.digest == load_seeds().digest
    assert goes_alike(run("full"), plan)


def test_a_folder_written_again_runs_again_as_well(folders: Path, tmp_path: Path) -> None:
    other = with_start("world.reserves", 10.0)
    plan, _ = plan_in(folders / "full", seeds=other)
    Run.of(simulate(plan)).save(tmp_path / "again")
    twice, said = plan_in(tmp_path / "again", seeds=other)
    assert "the start of world.reserves" in said[0]
    assert goes_alike(run("full"), twice)
    one, two = (read_marked(place / "parameters.yaml").data for place in (folders / "full", tmp_path / "again"))
    for data in (one, two):
        for entry in data["parameters"].values():
            entry.pop("set_by", None)  # the file that was run, which is another one
    assert one == two


def test_nothing_is_said_where_the_numbers_are_the_same(folders: Path) -> None:
    for kind in RUNS:
        plan, said = plan_in(folders / kind)
        assert said == [] and plan.seeds.digest == load_seeds().digest
        plan, said = plan_in(folders / kind, seeds=replace(load_seeds(), digest="other words, same numbers"))
        assert said == []


def test_a_later_documented_start_is_not_begun_in_where_the_run_did_not(folders: Path) -> None:
    known = load_seeds()
    quarter = parse_quarter("2000-Q1")
    statuses = {
        name: one.model_copy(update={"status": {**one.status, quarter: "closed"}})
        for name, one in known.treaties.items()
    }
    starts = {**known.start_values, quarter: known.start_values[0]}
    numbers = {when: {name: one.value for name, one in each.items()} for when, each in starts.items()}
    seeds = replace(known, start_values=starts, starts=numbers, treaties=statuses, digest="another")
    assert asked("run-up", seeds).simulated_from == quarter
    plan, said = plan_in(folders / "run-up", seeds=seeds)
    assert plan.simulated_from == 0 and "the quarter of the start, 1992-Q1" in said[0]
    assert goes_alike(run("run-up"), plan)


def test_what_cannot_be_had_again_is_named(folders: Path) -> None:
    known = load_seeds()
    values = dict(known.start_values[92])
    first, *_ = values
    del values[first]
    levers = {"gone": known.levers["karabakh"], **known.levers}
    starts = {**known.start_values, 92: values}
    _, said = plan_in(
        folders / "full",
        seeds=replace(
            known,
            start_values=starts,
            levers=levers,
            treaties={**known.treaties, "new": known.treaties["cis"]},
            parameters={key: one for key, one in known.parameters.items() if key != "baku.memory_decay"},
            digest="another",
        ),
    )
    assert said == [
        f"warning: the start of {first} is no longer known",
        "warning: the parameter baku.memory_decay is no longer known",
        "warning: the treaty new is new since the run",
        "warning: the lever gone is new since the run",
    ]


def test_levers_and_treaties_in_another_order_are_put_back(folders: Path) -> None:
    known = load_seeds()
    seeds = replace(
        known,
        levers=dict(reversed(known.levers.items())),
        treaties=dict(reversed(known.treaties.items())),
        digest="another",
    )
    plan, said = plan_in(folders / "full", seeds=seeds)
    assert said[0].endswith("the order of the treaties, the order of the levers")
    assert goes_alike(run("full"), plan)


def test_what_switches_a_lever_on_comes_back_and_words_alone_are_not_told_of(folders: Path) -> None:
    known = load_seeds()
    brokers = known.levers["brokers"].model_copy(update={"condition": "dormant"})
    cis = known.treaties["cis"].model_copy(update={"why": "Another reason."})
    levers, treaties = {**known.levers, "brokers": brokers}, {**known.treaties, "cis": cis}
    seeds = replace(known, levers=levers, treaties=treaties, digest="another")
    assert not goes_alike(run("full"), asked("full", seeds))
    plan, said = plan_in(folders / "full", seeds=seeds)
    assert said == ["note: seeds/ has other numbers by now; taken as they were in the run: the lever brokers"]
    assert goes_alike(run("full"), plan)


def older(folders: Path, place: Path, digest: str) -> Path:
    """A folder as it was written before starts were kept."""
    shutil.copytree(folders / "chance", place / "old")
    path = place / "old" / "parameters.yaml"
    data = read_marked(path).data
    del data["start"], data["levers"]
    path.write_text(yaml.safe_dump({**data, "seeds": digest}, sort_keys=False), encoding="utf-8")
    return place / "old"


def test_a_folder_without_a_start_says_so_where_the_seeds_are_others(folders: Path, tmp_path: Path) -> None:
    _, said = plan_in(older(folders, tmp_path, "another"))
    assert said == [
        "warning: the state in which it began (seeds/starts.yaml) was not kept, and seeds/ has changed since"
    ]


def test_a_folder_without_a_start_is_as_good_where_the_seeds_are_the_same(folders: Path, tmp_path: Path) -> None:
    plan, said = plan_in(older(folders, tmp_path, load_seeds().digest))
    assert said == [] and goes_alike(run("chance"), plan)


def test_numbers_changed_by_hand_are_taken_and_named(folders: Path, tmp_path: Path) -> None:
    shutil.copytree(folders / "full", tmp_path / "mine")
    path = tmp_path / "mine" / "parameters.yaml"
    path.write_text(path.read_text().replace("value: 37.1", "value: 10"))
    opened = open_run(tmp_path / "mine")
    assert opened.scenario.warnings[-1] == (
        "warning: parameters.yaml was changed by hand since the run; taken from it: the start of world.reserves"
    )
    assert opened.scenario.seeds.starts[92]["world.reserves"] == 10
    assert opened.scenario.seeds.digest != load_seeds().digest
    opened.close()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\n  quarter: 2015-Q1\n", "\n  quarter: never\n", "start: a mapping; expected a quarter and values"),
        ("\nparameters:\n", "\nparameters: 3\nwas:\n", "parameters: 3; expected a mapping, as a run writes it"),
        ("\nlevers:\n", "\nlevers: []\nwas:\n", "levers: a list; expected a mapping, as a run writes it"),
        ("value: 37.1\n", "value: much\n", "start.values.world.reserves.value: the text 'much'; expected a number"),
    ],
)  # fmt: skip
def test_a_spoilt_file_of_numbers_is_refused_in_words(
    folders: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    shutil.copytree(folders / "full", tmp_path / "mine")
    path = tmp_path / "mine" / "parameters.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(InputError, match=re.escape(said)):
        plan_in(tmp_path / "mine")


def test_the_sampled_places_are_numbers_and_dates_of_the_files() -> None:
    found = list(places("starts.yaml"))
    assert {"37.1", "1992-Q1", "2015-Q1"} <= {place.text for place in found}
    assert np.mean([len(list(places(file))) > 0 for file in seeds_files()]) > 0.5
