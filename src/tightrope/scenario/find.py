"""Find scenario files: by shipped name, by path, in a results folder, and along `extends`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tightrope.errors import InputError, Problem, in_words, nearest
from tightrope.marked import Marked, marked_text, read_marked

RESULTS_FILE = "scenario.yaml"
SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Found:
    """A scenario file: where it is, how it is shown, and the scenario's name."""

    path: Path
    display: str
    name: str


def shipped_names(folder: Path) -> list[str]:
    """Return the names of the scenarios in a folder, in order."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def find(wanted: str | Path, folder: Path) -> Found:
    """Return the file for a shipped name, a path or a results folder; raise InputError if there is none."""
    text = str(wanted)
    names = shipped_names(folder)
    if isinstance(wanted, str) and text in names:
        return Found(folder / f"{text}.yaml", f"{text}.yaml", text)
    path = Path(text)
    expected = "a shipped scenario's name, a scenario file or a results folder"
    if _is(path.is_dir):
        path = path / RESULTS_FILE
        if not _is(path.is_file):
            raise InputError([Problem(text, None, None, "", f"a folder without {RESULTS_FILE}", expected)])
    if not _is(path.exists) and looks_like_path(wanted) and not text.endswith(SUFFIXES):
        raise InputError([Problem(text, None, None, "", "no such file or folder", expected, nearest_beside(path))])
    if _is(path.is_file) or looks_like_path(wanted):
        return Found(path, str(path), name_of(path))
    raise InputError([Problem(text, None, None, "", "unknown scenario", expected, _meant(text, names, folder))])


def _meant(text: str, names: list[str], folder: Path) -> str:
    """Return a guess at what was meant: a file of that name here, the scenario of that id, or the nearest name."""
    if _is(Path(f"{text}.yaml").is_file):
        return f"did you mean '{text}.yaml'?"
    for name in names:
        if f"\nid: {text}\n" in (folder / f"{name}.yaml").read_text(encoding="utf-8"):
            return f"did you mean '{name}'?"
    return nearest(text, names) or "`tightrope scenario list` lists the shipped ones"


def nearest_beside(path: Path) -> str:
    """Return "did you mean 'x'?" for the scenario file or results folder beside a path that is most like it, or ""."""
    names = [] if not _is(path.parent.is_dir) else [beside.name for beside in path.parent.iterdir() if _can_run(beside)]
    return nearest(path.name, names).replace("'", f"'{path.parent}/", 1)


def _can_run(path: Path) -> bool:
    return path.name.endswith(SUFFIXES) or _is((path / RESULTS_FILE).is_file)


def name_of(path: Path) -> str:
    """Return the name of the scenario in a file; the file of a results folder is named after the folder."""
    return path.absolute().parent.name if path.name == RESULTS_FILE else path.stem


def looks_like_path(wanted: str | Path) -> bool:
    """Whether a path is meant rather than a name."""
    return isinstance(wanted, Path) or "/" in wanted or wanted.endswith(SUFFIXES)


def _is(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except OSError:  # a name too long, or a folder that may not be entered
        return False


@dataclass(frozen=True)
class Chain:
    """The files a scenario rests on, from the root to itself; ``complete`` where all could be read."""

    files: tuple[tuple[Found, Marked], ...]
    complete: bool


def read_chain(
    found: Found, folder: Path, problems: list[Problem], *, text: str | None = None, quick: bool = False
) -> Chain:
    """Read a file and all it extends, noting the problems of the chain and of each file that cannot be read.

    A file that can be read in part carries its own problems. ``text`` is the content of the first where it does not
    lie on disk; it may extend shipped scenarios only. ``quick`` is for a text that has been read before and was sound.
    """
    files: list[tuple[Found, Marked]] = []
    seen: list[Path] = []
    here: Found | None = found
    while here is not None:
        try:
            if text is not None and not files:
                marked = marked_text(text, here.display, quick=quick, in_part=True)
            else:
                ours = here.path.parent == folder
                marked = read_marked(here.path, display=here.display, quick=ours, in_part=True)
        except InputError as error:
            problems.extend(error.problems)
            return Chain(tuple(reversed(files)), complete=False)
        seen.append(here.path.resolve())
        files.append((here, marked))
        if "extends" not in marked.data:
            return Chain(tuple(reversed(files)), complete=True)
        above = _extended(here, marked, folder, problems, by_path=text is None)
        if above is not None and above.path.resolve() in seen:
            names = " extends ".join([*(file.name for file, _ in files), above.name])
            found_words, expected = f"leads back to {above.name} ({names})", "a chain that ends"
            problems.append(marked.problem(("extends",), found_words, expected))
            above = None
        here = above
    return Chain(tuple(reversed(files)), complete=False)


def _extended(
    here: Found, marked: Marked, folder: Path, problems: list[Problem], *, by_path: bool = True
) -> Found | None:
    """Return the file that a file extends, or None with the problem noted; by its path only with ``by_path``."""
    wanted = marked.data["extends"]
    if not isinstance(wanted, str) or not wanted.strip():
        return None  # refused when the keys of the file are checked
    expected = f"a shipped scenario's name{', or a path relative to this file' if by_path else ''}"
    if looks_like_path(wanted) and not by_path:
        problems.append(marked.problem(("extends",), in_words(wanted), expected))
        return None
    if looks_like_path(wanted):
        path = here.path.parent / wanted
        if _is(path.is_file):
            return Found(path, str(Path(here.display).parent / wanted), name_of(path))
        problems.append(marked.problem(("extends",), f"no such file '{wanted}'", expected))
        return None
    names = shipped_names(folder)
    if wanted in names:
        return Found(folder / f"{wanted}.yaml", f"{wanted}.yaml", wanted)
    fix = nearest(wanted, names)
    problems.append(marked.problem(("extends",), f"unknown scenario '{wanted}'", expected, fix))
    return None
