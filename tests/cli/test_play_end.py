"""The last choice of a game can be taken back: on a terminal, before the debrief."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.games.tables import game

from tightrope.cli.play_session import Session


class Terminal(io.StringIO):
    """What is typed on a terminal."""

    def isatty(self) -> bool:
        return True


def played(typed: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The moves of a game of two quarters as Moscow, and what was shown after the last briefing."""
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    session = Session(game("moscow", quarters=2), file, quick=False, aside=False)
    standing = session.play()
    assert standing is not None and standing.briefing is None
    return [one.move for one in standing.game.taken], capsys.readouterr().out


def test_the_last_choice_is_taken_back_and_made_again(tmp_path, monkeypatch, capsys):
    moves, shown = played("squeeze\nhold\nu\nsqueeze\n\n", tmp_path / "g.yaml", monkeypatch, capsys)
    assert moves == ["squeeze", "squeeze"]
    assert shown.count("The game is over [Enter: the debrief; u: take back your last choice]> ") == 2
    assert "Taken back: Moscow's 'hold' of 2015-Q2." in shown
    assert shown.count("== 2015-Q2  Moscow") == 2


@pytest.mark.parametrize("end", ["\n", "", "q\n"])
def test_whatever_else_is_said_at_the_end_the_game_stays_over(end, tmp_path, monkeypatch, capsys):
    moves, shown = played(f"squeeze\nhold\n{end}", tmp_path / "g.yaml", monkeypatch, capsys)
    assert moves == ["squeeze", "hold"] and shown.count("The game is over") == 1
