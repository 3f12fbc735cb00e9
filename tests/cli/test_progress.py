from __future__ import annotations

import io
import sys
import time

import pytest

from tightrope.cli.progress import Progress, time_left


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "since", "said"),
    [
        (0, 100, 5.0, 0.0, ""),
        (10, None, 5.0, 0.0, ""),
        (50, 100, 10.0, 0.0, "10 s left"),
        # Told four seconds ago, when six had passed: six more from then on, of which four are gone.
        (50, 100, 10.0, 4.0, "2 s left"),
        (10, 100, 60.0, 0.0, "9 min left"),
        (100, 100, 10.0, 0.0, "0 s left"),
    ],
)
def test_the_time_left_is_what_the_pace_so_far_says(done, total, elapsed, since, said):
    assert time_left(done, total, elapsed, at=100.0, now=100.0 + since) == said


def work(patience: float, seconds: float) -> str:
    screen = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        with Progress(patience) as progress:
            progress.phase("baseline: simulating")
            progress(1, 2)
            time.sleep(seconds)
            progress(2, 2)
            time.sleep(seconds)
    return screen.getvalue()


def test_long_work_shows_its_name_and_how_far_it_is_on_a_terminal():
    shown = work(0.05, 0.4)
    assert "baseline: simulating" in shown
    assert "50%" in shown
    assert "left" in shown


def test_steps_of_one_work_share_a_bar_and_its_time_left():
    screen = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        with Progress(0.05) as progress:
            progress.step("what decided", 0, 4)
            time.sleep(0.3)
            progress.step("pair by pair", 3, 4)
            time.sleep(0.3)
    shown = screen.getvalue()
    assert "what decided" in shown and "pair by pair" in shown
    assert "75%" in shown and " s left" in shown


def test_short_work_shows_nothing():
    assert work(60.0, 0.0) == ""


def test_without_a_terminal_nothing_is_shown(capsys):
    with Progress(0.0) as progress:
        progress.phase("baseline: simulating")
        progress(1, 2)
        time.sleep(0.2)
    assert capsys.readouterr().err == ""
