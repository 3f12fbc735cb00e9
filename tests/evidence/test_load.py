from __future__ import annotations

from pathlib import Path

import pytest
from tests.small_seeds import FILES, write_seeds

from tightrope.errors import InputError
from tightrope.evidence import Knot, Seeds, Setting, load, load_seeds
from tightrope.quarters import parse_quarter


def refusal(folder: Path, name: str, old: str, new: str) -> list[str]:
    with pytest.raises(InputError) as error:
        load_seeds(write_seeds(folder, {name: (old, new)}))
    return str(error.value).split("\n")


def test_a_parameter_carries_its_number_its_bounds_and_its_evidence(seeds: Seeds) -> None:
    oil = seeds.parameters["world.oil_price"]
    assert oil.key == "world.oil_price"
    assert oil.setting == Setting((Knot(None, 100.0, 80.0, 120.0),))
    assert oil.legal == (0.0, 500.0)
    assert (oil.unit, oil.role, oil.grade) == ("USD/bbl", "driver", "outside source")
    assert (oil.long_name, oil.why) == ("oil price", "the market of late 2014")
    assert oil.evidence == ("prices",)


def test_a_parameter_may_be_a_dated_path_with_ranges_at_its_knots(seeds: Seeds) -> None:
    assert seeds.parameters["washington.engagement"].setting.knots == (
        Knot(parse_quarter("1992-Q1"), 0.3, 0.1, 0.5),
        Knot(parse_quarter("2005-Q1"), 0.6, 0.6, 0.6),
        Knot(parse_quarter("2014-Q4"), 0.2, 0.2, 0.2),
    )


def test_a_parameter_may_have_its_own_legal_range_and_distribution(seeds: Seeds) -> None:
    assert seeds.parameters["moscow.rapport"].legal == (-0.5, 0.5)
    assert seeds.parameters["moscow.drive"].setting.distribution == "uniform"


def test_a_claim_knows_its_source_by_the_name_of_its_file(seeds: Seeds) -> None:
    claim = seeds.claims["cover-doubted"]
    assert (claim.id, claim.source, claim.page, claim.footnote) == ("cover-doubted", "report", "147", "8")
    assert claim.actors == ("Baku", "Washington")
    assert seeds.sources["report"].year == "2014"


def test_a_number_of_an_entry_may_bring_its_own_evidence(seeds: Seeds) -> None:
    treaty = seeds.treaties["security"]
    assert treaty.content.security == 0.6
    assert treaty.figures["content.security"].evidence == ("cover-doubted",)
    cis = seeds.treaties["cis"]
    assert cis.depth == 0.15
    assert (cis.figures["depth"].low, cis.figures["depth"].high) == (0.1, 0.2)


def test_a_treaty_knows_when_it_is_open_and_where_baku_stands(seeds: Seeds) -> None:
    pact, cis = seeds.treaties["security"], seeds.treaties["cis"]
    assert pact.windows == ((1, 3), (6, 11))
    assert (pact.signable, pact.expires, pact.needs) == (2, 29, ("cis",))
    assert cis.windows == ((0, None),)
    assert [cis.status_at(parse_quarter(start)) for start in ("1992-Q1", "2015-Q1")] == ["on offer", "member"]


def test_levers_events_theories_and_units_are_read_by_id(seeds: Seeds) -> None:
    assert seeds.levers["workers"].code == "LV3"
    assert seeds.events["karabakh_escalation"].quarters == 2
    assert seeds.theories["satisficing"].numbers == {"tolerance": 0.1, "twice": 2.0}
    assert seeds.theories["satisficing"].figures["numbers.tolerance"].unit == "level"
    assert seeds.theories["satisficing"].weights["moscow"]["influence"].times == "twice"
    assert seeds.units["index"].low == -1.0


def test_starts_are_numbers_by_quarter_and_variable_with_their_evidence_beside(seeds: Seeds) -> None:
    assert seeds.starts == {0: {"baku.trust_in_cover": 0.3}, 92: {"baku.trust_in_cover": 0.1}}
    assert seeds.start_values[92]["baku.trust_in_cover"].grade == "stated judgement"


def test_the_digest_changes_with_a_byte_or_a_name_and_with_nothing_else(tmp_path: Path) -> None:
    first = load_seeds(write_seeds(tmp_path / "a")).digest
    assert load_seeds(write_seeds(tmp_path / "b")).digest == first
    commented = write_seeds(tmp_path / "c", {"units.yaml": ("level:", "level:  ")})
    assert load_seeds(commented).digest != first
    renamed = write_seeds(tmp_path / "d")
    (renamed / "claims" / "report.yaml").rename(renamed / "claims" / "prices.yaml")
    assert load_seeds(renamed).digest != first
    (tmp_path / "a" / "seeds" / "notes.txt").write_text("not data")
    assert load_seeds(tmp_path / "a" / "seeds").digest == first


@pytest.mark.parametrize("name", [name for name in FILES if "/" not in name])
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_seeds(tmp_path)
    (folder / name).unlink()
    with pytest.raises(InputError) as error:
        load_seeds(folder)
    assert f"seeds/{name}: no such file; expected a readable YAML file" in str(error.value).split("\n")


@pytest.mark.parametrize("name", ["claims", "parameters"])
def test_a_folder_without_files_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_seeds(tmp_path)
    for path in (folder / name).iterdir():
        path.unlink()
    with pytest.raises(InputError) as error:
        load_seeds(folder)
    assert f"seeds/{name}: no YAML files; expected at least one" in str(error.value).split("\n")


GRADES = "one of stated figure, stated judgement, inference, outside source, calibrated, assumption"
PARAMETERS = [
    (
        "unit: level", "unit: levle",
        "seeds/parameters/washington.yaml:3:3: engagement.unit: unknown unit 'levle'; "
        "expected one of level, index, USD/bbl; did you mean 'level'?",
    ),
    (
        "role: driver", "role: diver",
        "seeds/parameters/washington.yaml:2:3: engagement.role: the text 'diver'; "
        "expected one of driver, constant, weight; did you mean 'driver'?",
    ),
    (
        "grade: stated judgement", "grade: guess",
        f"seeds/parameters/washington.yaml:7:3: engagement.grade: the text 'guess'; expected {GRADES}",
    ),
    (
        "  why: the text tells of a rise and a decline\n", "",
        "seeds/parameters/washington.yaml:1:1: engagement.why: missing; expected a sentence that says why",
    ),
    (
        "the text tells of a rise and a decline", "' '",
        "seeds/parameters/washington.yaml:8:3: engagement.why: the text ' '; expected some text",
    ),
    (
        "evidence: [cover-doubted]", "evidence: [cover-doubtful]",
        "seeds/parameters/washington.yaml:6:3: engagement.evidence: unknown id 'cover-doubtful'; "
        "expected the id of a claim or a source; did you mean 'cover-doubted'?",
    ),
    (
        "evidence: [cover-doubted]", "evidence: []",
        "seeds/parameters/washington.yaml:6:3: engagement.evidence: "
        "no evidence for grade 'stated judgement'; expected the id of a claim or a source; "
        "or the grade assumption",
    ),
    (
        "evidence: [cover-doubted]", "evidence: cover-doubted",
        "seeds/parameters/washington.yaml:6:3: engagement.evidence: "
        "the text 'cover-doubted'; expected a list",
    ),
    (
        "evidence: [cover-doubted]", "evidence: [3]",
        "seeds/parameters/washington.yaml:6:14: engagement.evidence.0: 3; expected text",
    ),
    (
        "grade: stated judgement", "grade: outside source",
        "seeds/parameters/washington.yaml:6:3: engagement.evidence: "
        "grade 'outside source' without a source; expected the id of a source",
    ),
    (
        "says: engagement of Washington", "says: engagement of Washington\n  sais: x",
        "seeds/parameters/washington.yaml:5:3: engagement.sais: unknown key; "
        "expected one of role, unit, says, distribution, legal, evidence, grade, why; did you mean 'says'?",
    ),
    (
        "2005-Q1: 0.6", "2005-Q1: 1.6",
        "seeds/parameters/washington.yaml:5:55: engagement.value.2005-Q1: 1.6 is out of range; "
        "expected a number from 0 to 1 (level)",
    ),
    (
        "2005-Q1: 0.6", "1991-Q1: 0.6",
        "seeds/parameters/washington.yaml:5:55: engagement.value.1991-Q1: "
        "1991-Q1 is outside 1992-Q1 to 2040-Q4",
    ),
    (
        "  evidence: [cover-doubted]\n", "  low: 0\n  evidence: [cover-doubted]\n",
        "seeds/parameters/washington.yaml:6:3: engagement.low: low beside a dated path; "
        "expected low and high at each quarter",
    ),
    (
        "engagement:\n", "Engagement:\n",
        "seeds/parameters/washington.yaml:1:1: Engagement: not a name; "
        "expected a name of small letters, digits and underscores",
    ),
    (
        "engagement:\n", "firmness: 3\nengagement:\n",
        "seeds/parameters/washington.yaml:1:1: firmness: 3; expected a mapping of keys to values",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), PARAMETERS)
def test_a_faulty_parameter_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert refusal(tmp_path, "parameters/washington.yaml", old, new) == [message]


OTHERS = [
    (
        "parameters/world.yaml", "  value: 100\n", "",
        "seeds/parameters/world.yaml:1:1: oil_price.value: missing; "
        "expected a number from 0 to 500 (USD/bbl)",
    ),
    (
        "parameters/world.yaml", "  low: 80\n", "",
        "seeds/parameters/world.yaml:1:1: oil_price: a range without 'low'; expected both low and high",
    ),
    (
        "parameters/world.yaml", "value: 100", "value: 130",
        "seeds/parameters/world.yaml:1:1: oil_price: low 80 and value 130 and high 120; "
        "expected low at most value, and value at most high",
    ),
    (
        "parameters/moscow.yaml", "legal: [-0.5, 0.5]", "legal: [0.5, -0.5]",
        "seeds/parameters/moscow.yaml:15:3: rapport.legal: 0.5 to -0.5; expected the lower bound first",
    ),
    (
        "parameters/moscow.yaml", "legal: [-0.5, 0.5]", "legal: [-0.5]",
        "seeds/parameters/moscow.yaml:15:3: rapport.legal.1: missing; expected a value",
    ),
    (
        "parameters/moscow.yaml", "distribution: uniform", "distribution: normal",
        "seeds/parameters/moscow.yaml:8:3: drive.distribution: the text 'normal'; "
        "expected one of triangular, uniform; did you mean 'uniform'?",
    ),
    (
        "sources.yaml", "year: 2014", "year: [2014]",
        "seeds/sources.yaml:1:45: report.year: a list; expected text",
    ),
    (
        "claims/report.yaml", "confidence: stated judgement", "confidence: sure",
        "seeds/claims/report.yaml:10:3: cover-doubted.confidence: the text 'sure'; "
        "expected one of stated figure, stated judgement, inference",
    ),
    (
        "claims/report.yaml", "  section: opening\n", "  section: opening\n  source: prices\n",
        "seeds/claims/report.yaml:3:3: cover-doubted.source: unknown key; "
        "expected one of section, page, footnote, period, actors, says, reading, quantity, confidence, hedge",
    ),
    (
        "treaties.yaml", "pole: moscow", "pole: moskow",
        "seeds/treaties.yaml:3:3: cis.pole: the text 'moskow'; "
        "expected one of moscow, eu, west, refusers, none; did you mean 'moscow'?",
    ),
    (
        "treaties.yaml", "{value: 0.15, low: 0.1, high: 0.2, grade: assumption, why: a guess}", "1.5",
        "seeds/treaties.yaml:4:3: cis.depth: 1.5; expected at most 1",
    ),
    (
        "treaties.yaml", "grade: assumption, why: a guess", "grade: inference, why: a guess",
        "seeds/treaties.yaml:4:3: cis.depth.evidence: no evidence for grade 'inference'; "
        "expected the id of a claim or a source; or the grade assumption",
    ),
    (
        "treaties.yaml", "low: 0.1, high: 0.2, grade: assumption", "lo: 0.1, high: 0.2, grade: assumption",
        "seeds/treaties.yaml:4:24: cis.depth.lo: unknown key; "
        "expected one of value, unit, low, high, evidence, grade, why; did you mean 'low'?",
    ),
    (
        "treaties.yaml", "[[1992-Q1, null]]", "[[1992, null]]",
        "seeds/treaties.yaml:5:14: cis.windows.0.0: 1992 is not a quarter; "
        "expected a year and a quarter, such as 2015-Q1",
    ),
    (
        "treaties.yaml", "[[1992-Q1, null]]", "[[1992-Q7, null]]",
        "seeds/treaties.yaml:5:14: cis.windows.0.0: '1992-Q7' is not a quarter; "
        "expected a year and a quarter, such as 2015-Q1",
    ),
    (
        "treaties.yaml", "[[1992-Q1, null]]", "[[1992-Q1, null, null]]",
        "seeds/treaties.yaml:5:13: cis.windows.0: a list; expected a list of at most 2",
    ),
    (
        "treaties.yaml", "content: {security: 0.1, economy: 0.2}", "content: 3",
        "seeds/treaties.yaml:6:3: cis.content: 3; expected a mapping of keys to values",
    ),
    (
        "levers.yaml", "workers: {code: LV3", "guests: 3\nworkers: {code: LV3",
        "seeds/levers.yaml:1:1: guests: 3; expected a mapping of keys to values",
    ),
    (
        "treaties.yaml", "economy: 0.2", "economics: 0.2",
        "seeds/treaties.yaml:6:28: cis.content.economics: unknown key; "
        "expected one of security, economy, energy; did you mean 'economy'?",
    ),
    (
        "treaties.yaml", "offer: standing", "offer: true",
        "seeds/treaties.yaml:7:3: cis.offer: true; expected one of standing, invited, talks",
    ),
    (
        "treaties.yaml", "needs: [cis]", "needs: [cs]",
        "seeds/treaties.yaml:20:3: security.needs: unknown treaty 'cs'; expected a treaty; "
        "did you mean 'cis'?",
    ),
    (
        "treaties.yaml", "{1992-Q1: closed,", "{1992-Q1: shut,",
        "seeds/treaties.yaml:24:12: security.status.1992-Q1: the text 'shut'; "
        "expected one of closed, on offer, sought or in talks, member, lapsed",
    ),
    (
        "treaties.yaml", "{1992-Q1: closed,", "{1992: closed, 1992-Q1: closed,",
        "seeds/treaties.yaml:24:12: security.status.1992: '1992' is not a quarter; "
        "expected a year and a quarter, such as 2015-Q1",
    ),
    (
        "treaties.yaml", "{1992-Q1: closed, 2015-Q1: lapsed}", "{1992-Q1: closed}",
        "seeds/treaties.yaml:24:3: security.status: no status at 2015-Q1; "
        "expected one at each quarter of starts.yaml",
    ),
    (
        "levers.yaml", "code: LV3", "code: 3",
        "seeds/levers.yaml:1:11: workers.code: 3; expected text",
    ),
    (
        "levers.yaml", "name: workers", "id: x, name: workers",
        "seeds/levers.yaml:1:22: workers.id: unknown key; "
        "expected one of evidence, grade, why, code, name, condition, says",
    ),
    (
        "events.yaml", "quarters: 2", "quarters: 0",
        "seeds/events.yaml:1:51: karabakh_escalation.quarters: 0; expected at least 1",
    ),
    (
        "events.yaml", "quarters: 2", "quarters: 1.5",
        "seeds/events.yaml:1:51: karabakh_escalation.quarters: 1.5; expected a whole number",
    ),
    (
        "starts.yaml", "1992-Q1:", "1992:",
        "seeds/starts.yaml:1:1: 1992: '1992' is not a quarter; "
        "expected a year and a quarter, such as 2015-Q1",
    ),
    (
        "starts.yaml", "2015-Q1:\n  baku.trust_in_cover: {value: 0.1", "2015-Q1: 3\n# {value: 0.1",
        "seeds/starts.yaml:3:1: 2015-Q1: 3; expected a mapping of keys to values",
    ),
    (
        "starts.yaml", "baku.trust_in_cover", "bacu.trust_in_cover",
        "seeds/starts.yaml:2:3: 1992-Q1.bacu.trust_in_cover: unknown key; "
        "expected holder.variable, the holder one of world, baku, moscow, brussels, washington, ankara; "
        "did you mean 'baku'?",
    ),
    (
        "starts.yaml", "baku.trust_in_cover", "baku.trust_in_covr",
        "seeds/starts.yaml:2:3: 1992-Q1.baku.trust_in_covr: unknown key; "
        "expected a state that begins from the seeds (docs/odd.md lists them); did you mean 'baku.trust_in_cover'?",
    ),
    (
        "starts.yaml", "value: 0.3", "value: 1.3",
        "seeds/starts.yaml:2:25: 1992-Q1.baku.trust_in_cover.value: 1.3 is out of range; "
        "expected a number from 0 to 1 (level)",
    ),
    (
        "levers.yaml", "condition: labour", "condition: strikes",
        "seeds/levers.yaml:1:37: workers.condition: the text 'strikes'; expected one of defiance, dormant, labour, "
        "trade, standing, election, drive, candidate, reach",
    ),
    (
        "starts.yaml", "value: 0.3", "value: low",
        "seeds/starts.yaml:2:25: 1992-Q1.baku.trust_in_cover.value: the text 'low'; expected a number",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), OTHERS)
def test_a_faulty_entry_is_refused(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    assert refusal(tmp_path, name, old, new) == [message]


def test_files_of_unknown_capitals_and_sources_are_refused(tmp_path: Path) -> None:
    folder = write_seeds(tmp_path)
    (folder / "parameters" / "moskow.yaml").write_text("{}\n")
    (folder / "claims" / "reports.yaml").write_text("{}\n")
    with pytest.raises(InputError) as error:
        load_seeds(folder)
    assert str(error.value).split("\n") == [
        "seeds/claims/reports.yaml:1:1: unknown source 'reports'; "
        "expected a file named after one of the sources; did you mean 'report'?",
        "seeds/parameters/moskow.yaml:1:1: unknown capital 'moskow'; "
        "expected one of world, baku, moscow, brussels, washington, ankara; did you mean 'moscow'?",
    ]


def test_an_id_of_two_claims_is_refused(tmp_path: Path) -> None:
    folder = write_seeds(tmp_path)
    (folder / "claims" / "prices.yaml").write_text(FILES["claims/report.yaml"])
    with pytest.raises(InputError) as error:
        load_seeds(folder)
    assert str(error.value) == (
        "seeds/claims/report.yaml:1:1: cover-doubted: also a claim of prices; expected an id used once"
    )


def test_the_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    changes = {
        "units.yaml": ("low: 0, high: 1", "low: x, high: 1"),
        "levers.yaml": ("code: LV3", "code: 3"),
        "starts.yaml": ("value: 0.3", "value: .inf"),
    }
    with pytest.raises(InputError) as error:
        load_seeds(write_seeds(tmp_path, changes))
    files = {problem.file for problem in error.value.problems}
    assert {"seeds/units.yaml", "seeds/levers.yaml", "seeds/starts.yaml"} <= files


def test_what_is_named_but_faulty_is_one_problem_and_not_one_more_at_every_use(tmp_path: Path) -> None:
    changes = {
        "units.yaml": ("low: 0, high: 1", "low: x, high: 1"),
        "claims/report.yaml": ("page: 147", "page: [147]"),
        "sources.yaml": ("title: A report", "title: ''"),
        "treaties.yaml": ("pole: moscow", "pole: east"),
    }
    with pytest.raises(InputError) as error:
        load_seeds(write_seeds(tmp_path, changes))
    assert [problem.where for problem in error.value.problems] == [
        "report.title",
        "level.low",
        "cover-doubted.page",
        "cis.pole",
    ]


def test_the_default_seeds_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_seeds(tmp_path)
    monkeypatch.setattr(load, "data_folder", lambda name: folder.parent / name)
    load.default_seeds.cache_clear()
    try:
        assert load_seeds() is load_seeds()
        assert set(load_seeds().parameters) == set(load_seeds(folder).parameters)
    finally:
        load.default_seeds.cache_clear()
