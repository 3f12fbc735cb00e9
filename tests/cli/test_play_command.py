"""``tightrope play``: whole games typed in, games left and gone on with, and everything that is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from click.testing import Result

SMALL = ("--set", "members=40", "--quarters", "4")


def play(tightrope, *words: object, typed: str = "", small: bool = True) -> Result:
    return tightrope("play", *words, *(SMALL if small else ()), typed=typed)


@pytest.fixture
def short(tmp_path: Path) -> str:
    """A scenario file of four quarters and forty members."""
    text = "title: Short\nquestion: Short?\nextends: baseline\nquarters: 4\nmembers: 40\n"
    (tmp_path / "short.yaml").write_text(text, encoding="utf-8")
    return "short.yaml"


def test_a_shorter_history_opens_with_one_line_on_what_it_leaves_out(tightrope):
    result = tightrope("play", "history", "--as", "baku", "--quarters", "8", typed="leave\n")
    assert result.exit_code == 0, result.output
    assert result.stderr == "note: 8 events after 1993-Q4 are left out.\n"


def moves(file: str) -> list[tuple[str, str, str, str]]:
    data = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    return [(one["quarter"], one["decision"], one["move"], one["how"]) for one in data["moves"]]


def game_of(seat: str) -> str:
    return f"results/games/short-{seat}-0.yaml"


def test_a_game_as_moscow_goes_from_the_first_briefing_to_the_debrief(tightrope, short):
    result = play(tightrope, short, "--as", "moscow", typed="squeeze\n1\nf\nvis\n", small=False)
    assert result.exit_code == 0, result.stderr
    for quarter in ("2015-Q1", "2015-Q2", "2015-Q3", "2015-Q4"):
        assert f"== {quarter}  Moscow" in result.stdout
    assert [(one[2], one[3]) for one in moves(game_of("moscow"))][:2] == [("squeeze", "chosen"), ("hold", "chosen")]
    assert [one[3] for one in moves(game_of("moscow"))] == ["chosen", "chosen", "followed", "chosen"]
    for part in ("Debrief: Short, played as Moscow, member 0", "Your game", "Without you", "Among 40 members",
                 "Where you parted from the model", "What that cost and won"):  # fmt: skip
        assert part in result.stdout, part
    assert "what the model would have done includes it" in " ".join(result.stdout.split())
    folder = Path("results/games/short-moscow-0-debrief")
    assert sorted(path.name for path in folder.iterdir()) == [
        "choices.png", "choices.svg", "debrief.txt", "path.png", "path.svg"
    ]  # fmt: skip
    assert "Every move" in (folder / "debrief.txt").read_text(encoding="utf-8")


def test_a_game_as_baku_asks_abroad_at_home_and_for_the_tone(tightrope, short):
    typed = "western security step\nkeep\nsofter to Moscow\n" + "\n\n\n" * 3
    result = play(tightrope, short, "--as", "Baku", typed=typed, small=False)
    assert result.exit_code == 0, result.stderr
    assert moves(game_of("baku"))[:3] == [
        ("2015-Q1", "baku.abroad", "western security step", "chosen"),
        ("2015-Q1", "baku.home", "keep", "chosen"),
        ("2015-Q1", "baku.tone", "softer to Moscow", "chosen"),
    ]
    assert {one[2] for one in moves(game_of("baku"))[3:]} == {"hold", "keep", "as it comes"}  # what Enter means
    assert "You changed the tone in 1 quarter." in " ".join(result.stdout.split())


def test_two_people_pass_the_keyboard(tightrope, short):
    result = play(tightrope, short, "--as", "baku", "--as", "moscow", typed="f\n" * 16, small=False)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("Pass the keyboard to Moscow.") == 4
    assert result.stdout.count("Pass the keyboard to Baku.") == 4
    assert "played as Moscow and Baku" in result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "seat"), [("baseline", "moscow"), ("history", "baku")])
def test_a_whole_shipped_scenario_can_be_played(tightrope, scenario, seat):
    typed = "".join(f"{1 + count % 4}\n" for count in range(400))
    result = play(tightrope, scenario, "--as", seat, typed=typed, small=False)
    assert result.exit_code == 0, result.stderr
    assert f"Debrief: {'Baseline' if scenario == 'baseline' else 'History'}" in result.stdout
    assert "otherwise." in " ".join(result.stdout.split())


def test_a_quick_game_says_why_it_stops_and_what_went_by(tightrope):
    result = play(tightrope, "history", "--as", "washington", "--quick", "--quarters", 24, "--set", "members=40",
                  "--save", "game.yaml", typed="f\n" * 24, small=False)  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert "You are asked because: " in result.stdout and "with nothing new at stake (" in result.stdout
    how = [one[3] for one in moves("game.yaml")]
    assert how.count("passed") > 0 and how.count("followed") == result.stdout.count("You are asked because: ")
    assert len(how) == 24


def test_with_json_the_debrief_is_data_and_the_game_is_shown_aside(tightrope, short):
    result = play(tightrope, short, "--as", "moscow", "--json", typed="1\n" * 4, small=False)
    data = json.loads(result.stdout)
    assert data["seats"] == ["moscow"] and [one["move"] for one in data["moves"]] == ["hold"] * 4
    assert all(Path(path).is_file() for path in data["files"])
    assert "== 2015-Q1  Moscow" in result.stderr


# -- what can be typed ------------------------------------------------------------------------------------------------
def test_what_cannot_be_meant_is_told_and_asked_again(tightrope, short):
    typed = "99\ns q\nsqueez e\nq"
    result = play(tightrope, short, "--as", "moscow", typed=typed, small=False)
    assert "Number 99 is not open here; there are 1, 2, 3, " in result.stdout
    assert "'s q' is no move here" in result.stdout
    assert "'squeez e' is no move here; did you mean 'squeeze'?" in result.stdout
    result = play(tightrope, short, "--as", "baku", typed="non\nhold\nre\nq\n", small=False)
    assert "'re' could be repress or remove a broker." in result.stdout
    assert "'non-aligned' is not open this quarter." in result.stdout


def test_help_reports_reasons_and_the_quarter_before_can_be_asked_for(tightrope, short):
    result = play(tightrope, short, "--as", "moscow", typed="h\n?\nb\ne\nsqueeze\ne\nq\n", small=False)
    marks = (
        "The marks beside a move are the capital's considerations alone. What the model would do in your place includes"
    )
    for part in (marks, "follow: do what the model would do", "No quarter is over yet.", "You: squeeze"):
        assert part in result.stdout, part
    # The whole report: at the first briefing, and when it was asked for.
    assert result.stdout.count("Baku's security ties with the West") == 2
    # What a briefing leaves out as small is in the whole list, in brackets.
    assert "(-)" in result.stdout.split("moves:")[2] or "(+)" in result.stdout.split("moves:")[2]


def test_a_choice_can_be_undone_and_done_again(tightrope, short):
    result = play(tightrope, short, "--as", "moscow", typed="u\nsqueeze\nvisit\nu\nu\nr\nr\nr\nq\n", small=False)
    assert "There is nothing to undo." in result.stdout and "There is nothing to redo." in result.stdout
    assert "Taken back: Moscow's 'visit' of 2015-Q2." in result.stdout
    assert "Done again: Moscow's 'squeeze' of 2015-Q1." in result.stdout
    assert [one[2] for one in moves(game_of("moscow"))] == ["squeeze", "visit"]


def test_a_choice_made_after_undoing_ends_what_could_be_done_again(tightrope, short):
    result = play(tightrope, short, "--as", "moscow", typed="squeeze\nu\nhold\nr\nq\n", small=False)
    assert "There is nothing to redo." in result.stdout
    assert [one[2] for one in moves(game_of("moscow"))] == ["hold"]


# -- leaving and going on ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("end", ["", "q\n", "quit\n", "Exit\n"])
def test_a_game_that_is_left_is_saved_and_says_how_to_go_on(end, tightrope, short):
    result = play(tightrope, short, "--as", "moscow", typed=f"squeeze\n{end}", small=False)
    assert result.exit_code == 0
    assert result.stdout.endswith(
        f"Saved: {game_of('moscow')}\nGo on with: tightrope play --resume {game_of('moscow')}\n"
    )
    assert len(moves(game_of("moscow"))) == 1


@pytest.mark.slow
def test_a_game_gone_on_with_ends_as_one_played_in_one_sitting(tightrope, short):
    typed = ["squeeze\n", "visit\n", "hold\n", "f\n"]
    whole = play(tightrope, short, "--as", "moscow", "--save", "whole.yaml", typed="".join(typed), small=False)
    play(tightrope, short, "--as", "moscow", "--save", "parts.yaml", typed="".join(typed[:2]), small=False)
    rest = tightrope("play", "--resume", "parts.yaml", typed="".join(typed[2:]))
    assert rest.exit_code == 0, rest.stderr
    assert Path("whole.yaml").read_bytes() == Path("parts.yaml").read_bytes()
    assert Path("whole-debrief/debrief.txt").read_bytes() == Path("parts-debrief/debrief.txt").read_bytes()
    assert "== 2015-Q3  Moscow" in rest.stdout and "== 2015-Q2  Moscow" not in rest.stdout
    assert whole.stdout.split("Debrief:")[1].split("Written")[0] == rest.stdout.split("Debrief:")[1].split("Written")[0]


@pytest.mark.slow
def test_a_finished_game_can_be_looked_back_on_again(tightrope, short):
    play(tightrope, short, "--as", "moscow", "--save", "game.yaml", typed="f\n" * 4, small=False)
    again = tightrope("play", "--resume", "game.yaml", "--out", "again")
    assert again.exit_code == 0 and "Debrief: Short" in again.stdout
    assert Path("again/debrief.txt").read_bytes() == Path("game-debrief/debrief.txt").read_bytes()


def test_a_second_game_of_the_same_name_gets_a_place_of_its_own(tightrope, short):
    for _ in range(2):
        play(tightrope, short, "--as", "moscow", typed="q\n", small=False)
    assert Path("results/games/short-moscow-0-2.yaml").is_file()


def test_changes_member_and_theory_are_the_games(tightrope):
    words = ("baseline", "--as", "moscow", "--member", 7, "--set", "moscow.drive=0.3", "--theory", "satisficing")
    result = play(tightrope, *words, typed="f\nq\n")
    assert result.exit_code == 0, result.stderr
    name = "baseline+members=40+moscow.drive=0.3+satisficing-moscow-7"
    data = yaml.safe_load(Path(f"results/games/{name}.yaml").read_text(encoding="utf-8"))
    assert data["member"] == 7 and data["scenario"]["theory"] == "satisficing"
    assert data["scenario"]["moscow"] == {"drive": 0.3} and data["scenario"]["quarters"] == 4


@pytest.mark.slow
def test_a_killed_game_has_lost_nothing(tmp_path):
    words = [sys.executable, "-m", "tightrope", "play", "baseline", "--as", "moscow", "--save", "game.yaml"]
    with subprocess.Popen(words, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as game:
        assert game.stdin is not None and game.stdout is not None
        game.stdin.write("squeeze\nhold\n")
        game.stdin.flush()
        _wait_for(game, "== 2015-Q3")
        game.kill()
    assert [one[2] for one in moves(str(tmp_path / "game.yaml"))] == ["squeeze", "hold"]
    assert [path.name for path in tmp_path.iterdir()] == ["game.yaml"]


def _at_the_keyboard() -> None:
    """Hear Ctrl-C, though the tests may run in the background, where a shell has it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_leaves_the_game_saved_and_says_how_to_go_on(tmp_path):
    words = [sys.executable, "-m", "tightrope", "play", "baseline", "--as", "moscow", "--save", "game.yaml"]
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_at_the_keyboard,
    ) as game:
        assert game.stdin is not None and game.stdout is not None and game.stderr is not None
        game.stdin.write("squeeze\n")
        game.stdin.flush()
        _wait_for(game, "== 2015-Q2")
        time.sleep(0.3)
        game.send_signal(signal.SIGINT)
        game.wait(timeout=60)
        rest, error = game.stdout.read(), game.stderr.read()
    assert game.returncode == 130
    assert "Go on with: tightrope play --resume game.yaml" in rest
    assert "Traceback" not in error
    assert [one[2] for one in moves(str(tmp_path / "game.yaml"))] == ["squeeze"]


def _wait_for(game: subprocess.Popen[str], words: str) -> None:
    assert game.stdout is not None
    for line in game.stdout:
        if words in line:
            return
    raise AssertionError(f"the game ended before '{words}'")


# -- refusals ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["baseline"], ["--as: missing; expected whom to play, one of baku, moscow, brussels, washington, ankara"]),
        (["--as", "moscow"], ["SCENARIO: missing; expected a scenario to play, or --resume with a saved game"]),
        (["baseline", "--as", "mosco"], ["--as: the text 'mosco'", "did you mean 'moscow'?"]),
        (["baseline", "--as", "baku", "--as", "Baku"], ["--as: baku given twice; expected every capital once"]),
        (["baseline", "--as", "baku", "--member", "2000"], ["--member: 2000; expected a member from 0 to 1999"]),
        (["baseline", "--as", "baku", "--theory", "all"], ["--theory: 'all'; expected one theory"]),
        (["baselin", "--as", "baku"], ["did you mean 'baseline'?"]),
        (
            ["baselin", "--as", "bakku", "--set", "x"],
            ["unknown scenario", "did you mean 'baku'?", "--set: the text 'x'", "Refused: 3 problems"],
        ),
        (["--resume", "none.yaml"], ["none.yaml: no such file"]),
        (
            ["baseline", "--resume", "none.yaml", "--as", "baku"],
            ["SCENARIO: together with --resume", "--as: together with --resume", "Refused: 3 problems"],
        ),
    ],
)
def test_what_cannot_be_played_is_refused_with_all_that_is_wrong(words, told, tightrope, tmp_path):
    result = tightrope("play", *words)
    assert result.exit_code == 2
    for part in told:
        assert part in result.stderr, part
    assert list(tmp_path.iterdir()) == []


def test_places_that_are_taken_are_refused(tightrope, short):
    Path("taken").write_text("mine", encoding="utf-8")
    result = play(tightrope, short, "--as", "baku", "--save", "taken", small=False)
    assert result.exit_code == 2 and "--save: taken, which is there" in result.stderr
    result = play(tightrope, short, "--as", "baku", "--out", "taken", small=False)
    assert result.exit_code == 2 and "--out: taken, a file" in result.stderr
    assert Path("taken").read_text(encoding="utf-8") == "mine"


def test_a_file_that_was_tampered_with_is_refused_with_its_line(tightrope, short):
    play(tightrope, short, "--as", "moscow", "--save", "game.yaml", typed="squeeze\n", small=False)
    text = Path("game.yaml").read_text(encoding="utf-8").replace("move: squeeze", "move: squeese")
    Path("game.yaml").write_text(text, encoding="utf-8")
    result = tightrope("play", "--resume", "game.yaml")
    line = text[: text.index("squeese")].count("\n") + 1
    assert result.exit_code == 2
    assert f"game.yaml:{line}:" in result.stderr and "did you mean 'squeeze'?" in result.stderr
