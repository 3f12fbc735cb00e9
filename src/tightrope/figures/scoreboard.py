"""The scoreboard of the hindcast: patterns by contestants, those that discriminate first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tightrope.figures import style
from tightrope.figures.page import Frame, page, text_width, wrapped
from tightrope.hindcast.board import CAUTION, FAILED, IN_PART, PASSED, THEORIES, UNTESTED, Board
from tightrope.hindcast.contestants import DEFAULT
from tightrope.results import DISCLAIMER

COLUMN, SMALLEST = 1.1, 7.5
"""What the names of contestants are wrapped to at most, in inches, and the smallest type they are set in."""

GROUP, KEY = 0.34, 0.54
"""How far above the rows the groups' names and the key begin, over those of the contestants; in inches."""

HEADING, TOTALS = 1.15, 1.5
"""Height of a block's heading, and of the totals, in rows."""


HATCH = "#b5541c"


@dataclass(frozen=True)
class Look:
    """How a verdict is drawn, and what it is called in the key."""

    fill: str
    ink: str
    hatch: str
    says: str


LOOKS = {
    PASSED: Look("#0b5a6b", "white", "", "shown"),
    IN_PART: Look("#79b2bd", style.INK, "", "shown as far as it can be tested"),
    FAILED: Look("#f8dfce", style.INK, "////", "not shown"),
    UNTESTED: Look("#efefef", style.QUIET, "", "not testable yet"),
}


@style.styled
def scoreboard(board: Board, *, ax: Axes | None = None) -> Axes:
    """Patterns (rows) by contestants (columns), told apart by lightness and hatching; returns the axes.

    Where a pattern has several criteria that are tested, the cell says how many are passed; ~ stands where luck might
    turn the verdict. Patterns that the default shows and the model in which nobody moves does not stand first.
    """
    labels = {name: f"{pattern.name}  {name}" for name, pattern in board.patterns.items()}
    if ax is None:
        widest = max(text_width(label, style.SMALL, BOLD) for label in (*labels.values(), TOTAL))
        _, axes = page(_frame(board), left=widest + 0.5, above=KEY)
        ax = axes[0, 0]
        box = ax.get_position()
        spare = 0.3 / style.HIGH  # the page leaves room for dates below a chart
        ax.set_position((box.x0, box.y0 - spare, box.width, box.height + spare))
    height, ticks = 0.0, {}
    for heading, names in blocks(board):
        height += HEADING
        _left(ax, height - 0.42, heading, style.QUIET)
        for name in names:
            _cells(ax, board, name, height)
            ticks[name] = height + 0.5
            height += 1
    _totals(ax, board, height)
    _header(ax, board)
    ax.set_xlim(0, len(board.contestants))
    ax.set_ylim(height + TOTALS, 0)
    ax.set_yticks(list(ticks.values()), [labels[name] for name in ticks], size=style.SMALL)
    ax.set_xticks([])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    return ax


TOTAL, BOLD = "patterns shown", "bold"


def blocks(board: Board) -> list[tuple[str, list[str]]]:
    """Headings and patterns: discriminating, telling little, not shown by the default, not testable."""
    telling = board.discriminating
    verdicts = {name: board.verdict(name, DEFAULT) for name in board.patterns if name not in telling}
    found = [
        ("discriminating", telling),
        ("shown, and telling little", [name for name, verdict in verdicts.items() if verdict in (PASSED, IN_PART)]),
        ("not shown", [name for name, verdict in verdicts.items() if verdict == FAILED]),
        ("not testable yet", [name for name, verdict in verdicts.items() if verdict == UNTESTED]),
    ]
    return [(heading, names) for heading, names in found if names]


def _cells(ax: Axes, board: Board, name: str, y: float) -> None:
    for x, contestant in enumerate(board.contestants):
        look = LOOKS[board.verdict(name, contestant)]
        ax.add_patch(_box(look, (x + 0.03, y + 0.05), 0.94, 0.9))
        found = [row.findings[contestant].verdict for row in board.rows_of(name)]
        tested = len(found) - found.count(UNTESTED)
        counts = f"{found.count(PASSED)} of {tested}" if tested > 1 else ""
        if text := f"{counts} {'~' if board.close(name, contestant) else ''}".strip():
            behind = {"boxstyle": "square,pad=0", "fc": look.fill, "ec": "none"}
            ax.text(
                x + 0.5, y + 0.53, text, ha="center", va="center", size=8.5,
                color=look.ink, bbox=behind if look.hatch else None,
            )  # fmt: skip


def _box(look: Look, corner: tuple[float, float], width: float, height: float) -> Rectangle:
    drawn = Rectangle(corner, width, height, facecolor=look.fill, lw=0, label=look.says)
    if look.hatch:
        drawn.set(hatch=look.hatch, hatchcolor=style.mixed(HATCH, 0.5))
    return drawn


def _left(ax: Axes, y: float, text: str, colour: str) -> None:
    ax.annotate(
        text, (0, y), xycoords=("axes fraction", "data"), xytext=(-4, 0), textcoords="offset points", ha="right",
        va="center", size=style.SMALL, weight=BOLD, color=colour, annotation_clip=False,
    )  # fmt: skip


def _totals(ax: Axes, board: Board, y: float) -> None:
    ax.plot([0.03, len(board.contestants) - 0.03], [y + 0.25, y + 0.25], color=style.INK, lw=0.8)
    _left(ax, y + 0.25 + TOTALS / 2, TOTAL, style.INK)
    told = ["{} of {}".format(*board.count(contestant)) for contestant in board.contestants]
    size = _fitting(told, 0.85 * _inches(ax)[0] / len(told), BOLD)
    for x, text in enumerate(told):
        ax.annotate(
            text, (x + 0.5, y + 0.25 + TOTALS / 2), ha="center", va="center", size=size, weight=BOLD,
            annotation_clip=False,
        )  # fmt: skip


def _fitting(words: Sequence[str], room: float, weight: str = "normal") -> float:
    """The size of type at which no word is wider than ``room``, between the smallest and that of text."""
    return max(SMALLEST, min(style.TEXT, style.TEXT * room / max(text_width(w, style.TEXT, weight) for w in words)))


def _header(ax: Axes, board: Board) -> None:
    width, up = _inches(ax)
    room = min(COLUMN, 0.95 * width / len(board.contestants))
    size = _fitting([word for one in board.contestants.values() for word in one.name.split()], room)
    for x, one in enumerate(board.contestants.values()):
        ax.annotate(
            "\n".join(wrapped(one.name, size, room)), (x + 0.5, HEADING), xytext=(0, 4),
            textcoords="offset points", ha="center", va="bottom", size=size, annotation_clip=False,
            weight=BOLD if one.id == DEFAULT else "normal",
        )  # fmt: skip
    _groups(ax, board, 1 + GROUP / up)
    used = {board.verdict(name, contestant) for name in board.patterns for contestant in board.contestants}
    keys = [_box(look, (0, 0), 1, 1) for verdict, look in LOOKS.items() if verdict in used]
    ax.legend(
        handles=keys, loc="lower right", bbox_to_anchor=(1.0, 1 + KEY / up), ncols=len(keys), fontsize=style.SMALL,
        handlelength=1.8, columnspacing=1.6, borderaxespad=0.0,
    )  # fmt: skip


def _inches(ax: Axes) -> tuple[float, float]:
    """Width and height of the axes, in inches."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_position()
    return box.width * figure.get_figwidth(), box.height * figure.get_figheight()


def _groups(ax: Axes, board: Board, y: float) -> None:
    """Above the names of neighbours that are set apart by the same thing: a line, and what it is, where it fits."""
    place = 0
    column = _inches(ax)[0] / len(board.contestants)
    for group, members in groupby(board.contestants.values(), key=lambda one: one.group):
        count = len(list(members))
        if group and count > 1 and text_width(group, style.SMALL) < count * column:
            ends = [place + 0.06, place + count - 0.06]
            ax.plot(ends, [y, y], transform=ax.get_xaxis_transform(), color=style.QUIET, lw=0.8, clip_on=False)
            ax.annotate(
                group, (place + count / 2, y), xycoords=ax.get_xaxis_transform(), xytext=(0, 2),
                textcoords="offset points", ha="center", va="bottom", size=style.SMALL, color=style.QUIET,
                annotation_clip=False,
            )  # fmt: skip
        place += count


def _frame(board: Board) -> Frame:
    first = next(iter(board.contestants))
    tested = sum(board.verdict(name, first) != UNTESTED for name in board.patterns)
    theories = any("theory" in one.set for one in board.contestants.values())
    return Frame(
        f"History as a test: {len(board.discriminating)} of {tested} patterns discriminate",
        "Which patterns of 1992-2014 does each model show? What shows when nobody moves is no work of the model's.",
        (
            "Numbers: criteria passed of those tested, where there are several; ~ more members might turn the verdict. "
            f"Thresholds are ours. {board.members:,} members in each run, seed {board.seed}.",
            " ".join([*([THEORIES] if theories else []), CAUTION, DISCLAIMER]),
        ),
    )
