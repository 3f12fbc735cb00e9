"""The scoreboard of the hindcast: patterns by contestants, those that discriminate first."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tightrope.figures import style
from tightrope.figures.page import Frame, page, text_width, wrapped
from tightrope.hindcast.board import CAUTION, FAILED, IN_PART, PASSED, UNTESTED, Board
from tightrope.hindcast.contestants import DEFAULT
from tightrope.results import DISCLAIMER

COLUMN = 1.1
"""What the names of contestants are wrapped to, in inches."""

HEADER, KEY = 0.46, 0.28
"""Room above the rows for names and key, and how far up the key begins; in inches."""

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
        _, axes = page(_frame(board), left=widest + 0.5, above=HEADER)
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
    for x, contestant in enumerate(board.contestants):
        passed, tested = board.count(contestant)
        ax.annotate(
            f"{passed} of {tested}", (x + 0.5, y + 0.25 + TOTALS / 2), ha="center", va="center", size=style.TEXT,
            weight=BOLD, annotation_clip=False,
        )  # fmt: skip


def _header(ax: Axes, board: Board) -> None:
    for x, one in enumerate(board.contestants.values()):
        ax.annotate(
            "\n".join(wrapped(one.name, style.TEXT, COLUMN)), (x + 0.5, HEADING), xytext=(0, 4),
            textcoords="offset points", ha="center", va="bottom", size=style.TEXT, annotation_clip=False,
            weight=BOLD if one.id == DEFAULT else "normal",
        )  # fmt: skip
    figure = ax.get_figure(root=True)
    assert figure is not None
    up = 1 + KEY / (ax.get_position().height * figure.get_figheight())
    used = {board.verdict(name, contestant) for name in board.patterns for contestant in board.contestants}
    keys = [_box(look, (0, 0), 1, 1) for verdict, look in LOOKS.items() if verdict in used]
    ax.legend(
        handles=keys, loc="lower right", bbox_to_anchor=(1.0, up), ncols=len(keys), fontsize=style.SMALL,
        handlelength=1.8, columnspacing=1.6, borderaxespad=0.0,
    )  # fmt: skip


def _frame(board: Board) -> Frame:
    first = next(iter(board.contestants))
    tested = sum(board.verdict(name, first) != UNTESTED for name in board.patterns)
    return Frame(
        f"History as a test: {len(board.discriminating)} of {tested} patterns discriminate",
        "Which patterns of 1992-2014 does each model show? What shows when nobody moves is no work of the model's.",
        (
            "Numbers: criteria passed of those tested, where there are several; ~ more members might turn the verdict. "
            f"Thresholds are ours. {board.members:,} members in each run, seed {board.seed}.",
            f"{CAUTION} {DISCLAIMER}",
        ),
    )
