"""A saved game is the game: what is read back is what was written, and what cannot be played again is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from tests.games.tables import game, odd, saying, turning, until

from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.games import free_place, load_game, load_setting, replay, save_game
from tightrope.games.files import game_as_text, marks_of

SETTING = load_setting(load_seeds())


def written(tmp_path: Path, standing=None) -> Path:
    """A game of some moves, saved."""
    file = tmp_path / "game.yaml"
    found = standing or replay(game("moscow", "baku"), until(turning(), 9))
    save_game(found.game, found.path, file)
    return file


@pytest.mark.parametrize("moves", [0, 1, 2, 3, 9, 24])
def test_a_game_saved_resumed_and_saved_again_is_the_same_file(moves, tmp_path):
    file = written(tmp_path, replay(game("moscow", "baku"), until(turning(), moves)))
    before = file.read_bytes()
    resumed = load_game(file)
    save_game(resumed.game, resumed.path, file)
    assert file.read_bytes() == before
    assert len(resumed.game.taken) == moves


def test_a_resumed_game_goes_on_as_if_it_had_never_stopped(tmp_path):
    ask = turning()
    stopped = replay(game("moscow", "baku"), until(ask, 9))
    file = written(tmp_path, stopped)
    resumed = replay(load_game(file).game, ask)
    whole = odd("moscow", "baku")
    assert resumed.path == whole.path and resumed.game.taken == whole.game.taken


def test_what_is_saved_follows_from_the_moves_and_not_from_how_far_the_game_was_played():
    standing = replay(game("moscow"), until(turning(), 3))
    # Three quarters are decided and over; the third has not been left behind by a later move.
    assert len(standing.path) == 3
    assert game_as_text(standing.game, standing.path) == game_as_text(standing.game, standing.path[:2])


def test_a_change_to_the_scenario_is_saved_with_the_game(tmp_path):
    some = game("moscow", **{"moscow.drive": 0.31, "quarters": 3})
    resumed = load_game(written(tmp_path, replay(some, turning())))
    assert resumed.game.plan.settings == some.plan.settings
    assert resumed.briefing is None


def test_nothing_but_the_finished_file_is_left_behind(tmp_path):
    written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["game.yaml"]


def test_a_new_game_does_not_take_the_place_of_another(tmp_path):
    names = []
    for _ in range(3):
        place = free_place(tmp_path, "baseline-moscow-0")
        place.touch()
        names.append(place.name)
    assert names == ["baseline-moscow-0.yaml", "baseline-moscow-0-2.yaml", "baseline-moscow-0-3.yaml"]


# -- refusals ---------------------------------------------------------------------------------------------------------
def refused(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """What is said of a saved game after some changes to its text."""
    file = written(tmp_path)
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_game(file)
    return [str(problem).removeprefix(f"{file}:") for problem in caught.value.problems]


def first_mark(text: str) -> str:
    """The mark of a saved game's first quarter."""
    return str(yaml.safe_load(text)["course"][0])


def line_of(tmp_path: Path, words: str) -> int:
    text = written(tmp_path).read_text(encoding="utf-8")
    return text[: text.index(words)].count("\n") + 1


def test_a_file_that_is_no_game_is_said_to_be_none(tmp_path):
    (found,) = refused(tmp_path, ("kind: tightrope game", "kind: tightrope results"))
    assert "the text 'tightrope results'; expected kind: tightrope game, as tightrope play saves it" in found
    (found,) = refused(tmp_path, ("kind: tightrope game\n", ""))
    assert "not a game: the key 'kind' is missing" in found


def test_all_faults_of_a_file_are_told_at_once_each_at_its_line(tmp_path):
    found = refused(
        tmp_path,
        ("member: 3", "member: three"),
        ("how: chosen", "how: guessed"),
        ("  quarters: 6", "  quarters: 6\n  oil: 5"),
        ("seeds: ", "seed: "),
    )
    line = line_of(tmp_path, "how: chosen")
    assert len(found) == 5
    assert any(
        f"{line}:" in text and "moves.0.how: the text 'guessed'; expected one of chosen" in text for text in found
    )
    for part in ("member: the text 'three'; expected a whole number", "seeds: missing", "seed: unknown key",
                 "oil: unknown key"):  # fmt: skip
        assert any(part in text for text in found), part


def test_what_does_not_fit_the_game_is_refused_together(tmp_path):
    found = refused(
        tmp_path,
        ("member: 3", "member: 60"),
        ("{quarter: 2015-Q1, decision: moscow.act", "{quarter: 2015-Q1, decision: ankara.act"),
        ("{quarter: 2015-Q2, decision: moscow.act", "{quarter: 2019-Q2, decision: moscow.act"),
        ("decision: baku.tone, move: harder", "decision: baku.tone, move: hader"),
    )
    assert len(found) == 4
    assert any("60; expected a member from 0 to 59" in text for text in found)
    assert any("the text 'ankara.act'" in text and "the seats decide these" in text for text in found)
    assert any("2019-Q2, outside the game; expected a quarter from 2015-Q1 to 2016-Q2" in text for text in found)
    assert any("did you mean 'harder to Moscow'?" in text for text in found)


def test_a_second_move_of_the_same_decision_is_refused(tmp_path):
    old = "{quarter: 2015-Q2, decision: moscow.act"
    (found,) = refused(tmp_path, (old, "{quarter: 2015-Q1, decision: moscow.act"))
    assert "a second move of moscow.act in 2015-Q1; expected each once" in found


def test_a_move_that_is_not_open_is_refused_with_those_that_are(tmp_path):
    file = written(tmp_path, replay(game("baku"), saying("hold")))
    text = file.read_text(encoding="utf-8").replace("move: hold", "move: non-aligned")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_game(file)
    (problem,) = caught.value.problems
    assert problem.line == text[: text.index("non-aligned")].count("\n") + 1
    assert problem.found == "'non-aligned', which is not open in 2015-Q1"
    assert problem.expected.startswith("one of hold, ")


def test_a_move_out_of_turn_is_refused(tmp_path):
    text = written(tmp_path).read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if "baku.abroad" in line)
    (found,) = refused(tmp_path, (first + "\n", ""))
    assert "out of turn; expected moves in the order in which they fall due" in found


def test_a_game_of_another_version_that_goes_otherwise_is_refused_and_says_which(tmp_path):
    text = written(tmp_path).read_text(encoding="utf-8")
    first = first_mark(text)
    numpy = next(line for line in text.splitlines() if line.startswith("  numpy: "))
    digest = next(line for line in text.splitlines() if line.startswith("seeds: "))
    (found,) = refused(
        tmp_path, (f'["{first}"', '["none"'), (numpy, "  numpy: 1.0.0"), (digest, "seeds: 'another'")
    )  # fmt: skip
    assert (
        "a game that goes otherwise today, from 2015-Q1 on; expected a game that this version can play again" in found
    )
    assert "made by numpy 1.0.0, now " in found and "; other numbers in seeds/" in found
    assert found.startswith(f"{line_of(tmp_path, 'course: [')}:")


def test_a_game_of_another_version_that_goes_as_it_went_is_played_on(tmp_path):
    file = written(tmp_path)
    text = file.read_text(encoding="utf-8")
    numpy = next(line for line in text.splitlines() if line.startswith("  numpy: "))
    file.write_text(text.replace(numpy, "  numpy: 1.0.0"), encoding="utf-8")
    assert load_game(file).briefing is not None


def test_moves_changed_by_hand_are_refused_as_such(tmp_path):
    (found,) = refused(tmp_path, (f'["{first_mark(written(tmp_path).read_text(encoding="utf-8"))}"', '["none"'))
    assert found.endswith("; its moves were changed by hand")
    # The third quarter's move is another one: the two quarters before it went the same way.
    standing = replay(game("moscow"), saying("squeeze", "squeeze", "squeeze", "hold"))
    file = written(tmp_path, standing)
    text = file.read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if "2015-Q3" in one and "moscow.act" in one)
    file.write_text(text.replace(line, line.replace("move: squeeze", "move: hold")), encoding="utf-8")
    with pytest.raises(InputError, match=r"otherwise today, from 2015-Q3 on.*changed by hand"):
        load_game(file)


def test_a_file_holds_nothing_that_its_seat_does_not_know(tmp_path):
    """Scenario, member and moves; Baku's positions, which Moscow sees as bands alone, cannot be read from it."""
    standing = replay(game("moscow"), until(turning(), 5))
    data = yaml.safe_load(written(tmp_path, standing).read_text(encoding="utf-8"))
    assert set(data) == {"kind", "made_by", "seeds", "name", "member", "seats", "moves", "course", "scenario"}
    assert all(set(one) == {"quarter", "decision", "move", "how"} for one in data["moves"])
    assert len(data["course"]) == 4 and all(re.fullmatch("[0-9a-f]{4}", mark) for mark in data["course"])


def test_no_position_can_be_read_from_a_mark():
    """Positions that look quite different share it: of half a million candidates some eight."""
    wanted = next(marks_of([-0.18123]))
    alike = [place / 1e6 for place in range(-250_000, 250_000) if next(marks_of([place / 1e6])) == wanted]
    assert -0.18123 in alike and len(alike) > 2
    assert {SETTING.band("baku.position", value) for value in alike} >= {"on Moscow's side of the middle",
                                                                         "near the middle"}  # fmt: skip


@pytest.mark.parametrize("content", ["", "- a list\n", "kind: [\n", "kind: !!python/object:os.system x\n"])
def test_a_file_that_cannot_be_read_is_refused(content, tmp_path):
    file = tmp_path / "game.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        load_game(file)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        load_game(tmp_path / "none.yaml")


def test_a_scenario_that_would_inherit_is_refused(tmp_path):
    (found,) = refused(tmp_path, ("scenario:\n  title:", "scenario:\n  extends: baseline\n  title:"))
    assert "extends: a scenario to extend; expected a scenario written out whole" in found
