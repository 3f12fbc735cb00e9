"""What a game is played with is checked: every name is one of something there is, and all faults are told at once."""

from __future__ import annotations

import pytest

from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.games.setting import SEATS, load_setting
from tightrope.locate import data_folder
from tightrope.scenario import load
from tightrope.state import BY_KEY

SEEDS = load_seeds()
SETTING = load_setting(SEEDS)
TEXT = (data_folder("seeds") / "play.yaml").read_text(encoding="utf-8")


def test_every_capital_is_briefed_on_itself_and_on_others():
    for seat in SEATS:
        holders = {BY_KEY[key].holder for key in SETTING.file.briefings[seat]}
        assert seat in holders and len(holders) > 2


def test_every_sight_is_in_some_briefing():
    assert set(SETTING.file.sights) == {key for keys in SETTING.file.briefings.values() for key in keys}


def test_the_middle_begins_where_a_drift_east_ends():
    # So that no quarter is near the middle in the briefing and a drift in the debrief.
    line = load("baseline").setting("baku.drift_below").knots[0].value
    assert SETTING.band("baku.position", line + 1e-6) == "near the middle"
    assert SETTING.band("baku.position", line - 1e-6) == "on Moscow's side of the middle"


def test_every_value_that_a_variable_can_have_has_a_word():
    for key, sight in SETTING.file.sights.items():
        low, high = BY_KEY[key].low, BY_KEY[key].high
        bounds = [band.below for band in SETTING.file.bands[sight.bands]]
        assert bounds[0] > low and (high is None or bounds[-1] > high), key


def test_the_nudge_has_a_grade_and_a_reason():
    nudge = SETTING.file.nudge
    assert nudge.grade == "assumption" and nudge.why and set(nudge.evidence) <= set(SEEDS.claims)


def test_tones_nudge_in_the_directions_they_name():
    assert SETTING.nudges("softer to Moscow") == (0.2, 0.0)
    assert SETTING.nudges("cooler to the West") == (0.0, -0.2)
    assert SETTING.nudges("colder to both") == (-0.2, -0.2)


def test_faults_of_the_file_are_refused_all_at_once(tmp_path):
    text = TEXT
    for old, new in (
        ("world.oil_price: {name: the oil price, known_to: [baku,", "world.oil_prize: {name: x, known_to: [bakku,"),
        ("baku.tone_moscow: {name: Baku's tone to Moscow, bands: warmth}", "baku.tone_moscow: {name: x, bands: warm}"),
        ("    - {below: 0.3, says: low}", "    - {below: 0.05, says: low}"),
        ("    repress: [baku.repression]", "    repress: [moscow.accumulated]"),
        ("    stall: [moscow]", "    stal: [moscow]"),
        ("    reprieve: let the levers go,", "    reprive: let the levers go,"),
        ("    moscow.act: [invite, visit]", "    moscow.act: [invite, squeese]"),
        ("  as it comes: {says: the words that fit the deeds, moscow: 0", "  as it comes: {says: the words, moscow: 1"),
        ("evidence: [pro-western-substance-soft-tone,", "evidence: [pro-western-soft-tone,"),
    ):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "play.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_setting(SEEDS, path)
    told = str(caught.value)
    for part in (
        "unknown variable 'world.oil_prize'", "did you mean 'world.oil_price'?", "unknown capital 'bakku'",
        "unknown kind of bands 'warm'", "bounds that do not rise", "unknown move 'stal'", "unknown move 'squeese'",
        "unknown move 'reprive'", "nothing for 'reprieve'",
        "unknown sight of that capital's briefing 'moscow.accumulated'",
        "a first tone that nudges", "unknown claim 'pro-western-soft-tone'", "unknown sight 'world.oil_price'",
    ):  # fmt: skip
        assert part in told, part
