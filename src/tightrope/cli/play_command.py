"""``tightrope play``: take the place of a capital."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tightrope.cli.options import RESULTS
from tightrope.cli.output import json_option, print_json
from tightrope.cli.shell import Command

if TYPE_CHECKING:
    from tightrope.cli.play_session import Session
    from tightrope.errors import Problem
    from tightrope.games import Game, Standing

GAMES = RESULTS / "games"


@click.command(
    cls=Command,
    examples=(
        "tightrope play baseline --as moscow",
        "tightrope play history --as baku --quick",
        "tightrope play worst-case --as baku --as moscow --member 17",
        "tightrope play --resume results/games/baseline-moscow-0.yaml",
    ),
)
@click.argument("scenario", metavar="[SCENARIO]", required=False)
@click.option("--as", "seats", metavar="CAPITAL", multiple=True, help="Whom to play; repeat it to share a keyboard.")
@click.option("--member", metavar="K", type=int, help="The member whose luck and numbers are played; 0 unless given.")
@click.option("--quick", is_flag=True, help="Stop only where something is at stake.")
@click.option("--resume", metavar="FILE", type=click.Path(path_type=Path), help="Go on with a saved game.")
@click.option("--save", metavar="FILE", type=click.Path(path_type=Path), help="Where the game is saved.")
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Where the debrief goes.")
@click.option("--set", "sets", metavar="CAPITAL.NAME=VALUE", multiple=True, help="Change a number; may be repeated.")
@click.option("--theory", metavar="T", help="The theory by which the other capitals choose.")
@click.option("--seed", metavar="S", type=int, help="The seed of all chance.")
@click.option("--quarters", metavar="N", type=int, help="How many quarters to play.")
@json_option
def play(
    scenario: str | None,
    seats: tuple[str, ...],
    member: int | None,
    quick: bool,
    resume: Path | None,
    save: Path | None,
    out: Path | None,
    sets: tuple[str, ...],
    theory: str | None,
    seed: int | None,
    quarters: int | None,
    as_json: bool,
) -> None:
    """Play a capital: each quarter a briefing, a choice, and at the end a debrief.

    SCENARIO is the name of a scenario, a scenario file or a results folder. The other capitals choose by the model, and
    chance is that of one member of the ensemble. The game is saved after every choice, by default under results/games;
    go on with --resume. The debrief holds your path against the ensemble, your choices against the model's, and what
    became of the same member with nobody at the table. With --json it is printed as data and the game is shown on
    stderr.
    """
    options = {"theory": theory, "seed": seed, "quarters": quarters}
    given = {"SCENARIO": scenario, "--as": seats, "--member": member, "--set": sets}
    given |= {f"--{name}": value for name, value in options.items()}
    if resume is None:
        game = new_game(scenario, seats, member, sets, options, out)
        path: tuple[float, ...] = ()
        file = place_for(game, save)
    else:
        standing = resumed(resume, [name for name, value in given.items() if value not in (None, ())], save, out)
        game, path, file = standing.game, standing.path, save or resume
    from tightrope.cli.play_session import Session
    from tightrope.games import save_game

    save_game(game, path, file)
    session = Session(game, file, quick=quick, aside=as_json)
    finished = carry_on(session)
    if finished is not None:
        look_back(finished, out or file.with_name(f"{file.stem}-debrief"), as_json)


# -- what was asked, checked ------------------------------------------------------------------------------------------
def new_game(
    scenario: str | None,
    seats: tuple[str, ...],
    member: int | None,
    sets: tuple[str, ...],
    options: dict[str, Any],
    out: Path | None,
) -> Game:
    """The game that was asked for. Raises InputError with all problems."""
    from tightrope.cli.asked import ALL, asked
    from tightrope.cli.notes import say_notes
    from tightrope.errors import InputError, Problem
    from tightrope.games import Game, in_order
    from tightrope.games.asked import wrong_member, wrong_seats

    low = [seat.lower() for seat in seats]
    problems = [*wrong_out(out), *wrong_seats(low, "--as")]
    if options["theory"] == ALL:
        problems.append(Problem("--theory", None, None, "", f"'{ALL}'", "one theory: a game is played under one"))
        options = {**options, "theory": None}
    if scenario is None:
        expected = "a scenario to play, or --resume with a saved game"
        raise InputError([Problem("SCENARIO", None, None, "", "missing", expected), *problems])
    try:
        (one,) = asked([scenario], sets, options)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from error
    chosen = 0 if member is None else member
    problems += wrong_member(chosen, one.scenario, "--member")
    if problems:
        raise InputError(problems)
    say_notes([one.scenario])
    return Game(one.name, one.scenario, chosen, in_order(low))


def place_for(game: Game, save: Path | None) -> Path:
    """Where a new game is saved. Raises InputError where there is something already."""
    import os

    from tightrope.errors import InputError, Problem
    from tightrope.games import free_place

    if save is None:
        return free_place(GAMES, f"{game.name}-{'-'.join(game.seats)}-{game.member}")
    if os.path.lexists(save):
        expected, fix = "a file that is not there yet", "go on with --resume, or choose another --save"
        raise InputError([Problem("--save", None, None, "", f"{save}, which is there", expected, fix)])
    return save


def resumed(file: Path, given: list[str], save: Path | None, out: Path | None) -> Standing:
    """The saved game. Raises InputError with all problems, among them options that are the game's own."""
    import os

    from tightrope.errors import InputError, Problem
    from tightrope.games import load_game

    problems = [
        Problem(name, None, None, "", "together with --resume", "the saved game alone, which knows its own")
        for name in given
    ]
    if save is not None and os.path.lexists(save) and save.resolve() != file.resolve():
        problems.append(Problem("--save", None, None, "", f"{save}, which is there", "a file that is not there yet"))
    problems += wrong_out(out)
    try:
        standing = load_game(file)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from error
    if problems:
        raise InputError(problems)
    return standing


def wrong_out(out: Path | None) -> list[Problem]:
    """What is wrong with the place for the debrief."""
    from tightrope.errors import Problem

    if out is None or not out.exists() or out.is_dir():
        return []
    return [Problem("--out", None, None, "", f"{out}, a file", "a folder for the debrief", "choose another --out")]


# -- the game and after ------------------------------------------------------------------------------------------------
def carry_on(session: Session) -> Standing | None:
    """Play until the game is over or left; says how to go on with it."""
    from tightrope.cli.play_words import welcome

    session.tell_all(welcome(session.game))
    try:
        finished = session.play()
    except KeyboardInterrupt:
        session.tell("", *waiting(session))
        raise
    if finished is None:
        session.tell(*waiting(session))
    return finished


def waiting(session: Session) -> list[str]:
    """That a game is saved, and how to go on with it."""
    return [f"Saved: {session.file}", f"Go on with: tightrope play --resume {session.file}"]


def look_back(standing: Standing, folder: Path, as_json: bool) -> None:
    """Make the debrief: print it, and write it with its figures to a folder."""
    from tightrope.cli import debrief_words
    from tightrope.cli.output import say
    from tightrope.cli.progress import Progress
    from tightrope.figures import debrief_choices, debrief_path, write
    from tightrope.games import debrief
    from tightrope.games.data import debrief_as_data

    with Progress() as progress:
        progress.phase("the ensemble")
        found = debrief(standing, progress)
        progress.phase("figures")
        folder.mkdir(parents=True, exist_ok=True)
        about = f"{found.game.plan.title}: a game as {', '.join(found.game.seats)}"
        files = [
            write(axes, folder / f"{name}.{ending}", f"{about}, {name}")
            for name, axes in (("path", debrief_path(found)), ("choices", debrief_choices(found)))
            for ending in ("png", "svg")
        ]
    text = folder / "debrief.txt"
    text.write_text("\n".join(debrief_words.whole(found)) + "\n", encoding="utf-8")
    files.insert(0, text)
    if as_json:
        print_json({**debrief_as_data(found), "files": [str(path) for path in files]})
        return
    for line in debrief_words.short(found):
        say(line)
    for path in files:
        say(f"Written: {path}")
