from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from tests.hindcast.boards import MODELS, board, criterion, estimate

from tightrope.evidence import load_seeds
from tightrope.figures import style
from tightrope.figures.scoreboard import LOOKS, blocks, scoreboard
from tightrope.hindcast.board import CAUTION, NOTHING, THEORIES, Board, Row, judge
from tightrope.results import DISCLAIMER

SMALL = board(
    {
        ("P1", "a"): (0.9, 0.1, 0.9),
        ("P1", "b"): (0.9, 0.9, 0.9),
        ("P2", "c"): (0.9, 0.9, 0.7),
        ("P3", "d"): (0.5, 0.1, 0.9),
        ("P4", "e"): (0, 0, 0),
    },
    e=criterion("e", untested="no move does it"),
)


def words(figure: Figure) -> list[str]:
    return [" ".join(text.get_text().split()) for text in figure.findobj(Text) if text.get_text().strip()]


def figure_of(ax) -> Figure:
    found = ax.get_figure(root=True)
    assert isinstance(found, Figure)
    return found


def test_patterns_that_discriminate_stand_first_and_each_stands_once():
    assert blocks(SMALL) == [
        ("discriminating", ["P1"]),
        ("shown, and telling little", ["P2"]),
        ("not shown", ["P3"]),
        ("not testable yet", ["P4"]),
    ]


def test_the_headline_the_caution_and_the_disclaimer_stand_on_it():
    told = " ".join(words(figure_of(scoreboard(SMALL))))
    assert "History as a test: 1 of 3 patterns discriminate" in told
    assert told.count(CAUTION) == told.count(DISCLAIMER) == 1
    assert "1,000 members in each run, seed 7" in told


def test_every_pattern_and_contestant_is_named_and_every_cell_drawn():
    ax = scoreboard(SMALL)
    labels = {label.get_text() for label in ax.get_yticklabels()}
    assert labels == {f"the pattern {name}  {name}" for name in SMALL.patterns}
    assert {one.name for one in MODELS.values()} <= set(words(figure_of(ax)))
    cells = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert len(cells) == len(SMALL.patterns) * len(MODELS)
    # P1, P2, P3 and P4 from the top; default, nobody moves and without oil from the left.
    drawn = {(round(cell.get_y() - 0.6), round(cell.get_x() - 0.03)): cell.get_label() for cell in cells}
    rows = [[label for (_, _), label in sorted(drawn.items())][start : start + 3] for start in range(0, 12, 3)]
    assert rows == [
        ["shown", "not shown", "shown"],
        ["shown", "shown", "not shown"],
        ["not shown", "not shown", "shown"],
        ["not testable yet"] * 3,
    ]


def test_cells_of_several_criteria_say_how_many_are_passed_and_totals_stand_below():
    told = words(figure_of(scoreboard(SMALL)))
    assert told.count("2 of 2") == 2 and told.count("1 of 2") == 1
    assert [told.count(f"{count} of 3") for count in (0, 1, 2, 3)] == [0, 1, 2, 0]


def test_a_verdict_that_luck_might_turn_is_marked():
    told = words(figure_of(scoreboard(board({("P1", "a"): (0.81, 0.1, 0.9)}))))
    assert told.count("~") == 1


def test_verdicts_differ_in_grey_or_by_hatching():
    def grey(colour: str) -> float:
        red, green, blue = to_rgb(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    looks = list(LOOKS.values())
    for place, one in enumerate(looks):
        for other in looks[place + 1 :]:
            assert abs(grey(one.fill) - grey(other.fill)) > 0.15 or one.hatch != other.hatch


def every_pattern() -> Board:
    """All patterns and contestants, with findings that do not matter here."""
    seeds = load_seeds()
    passed = judge(criterion("x"), estimate(0.9))
    rows = [
        Row(pattern, one, dict.fromkeys(seeds.contestants, passed if one.test else NOTHING))
        for pattern in seeds.patterns.values()
        for one in pattern.criteria
    ]
    return Board(tuple(rows), seeds.contestants, 2000, 20141203)


def test_neighbours_that_are_set_apart_by_the_same_thing_have_it_written_above_them():
    told = words(figure_of(scoreboard(every_pattern())))
    assert [told.count(one) for one in ("without reasons", "one cause taken out", "another theory of choice")] == [
        1
    ] * 3
    assert THEORIES in " ".join(told)
    alone = words(figure_of(scoreboard(SMALL)))
    assert not {"without reasons", "one cause taken out"} & set(alone)
    assert THEORIES not in " ".join(alone)


@pytest.mark.parametrize("found", [SMALL, every_pattern()], ids=["small", "every pattern"])
def test_nothing_is_cut_off_and_no_two_words_lie_on_each_other(found):
    ax = scoreboard(found)
    figure = figure_of(ax)
    with mpl.rc_context(style.SETTINGS):
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        box = figure.get_tightbbox(renderer)
        written = [*ax.texts, *figure.texts, *ax.get_yticklabels(), *ax.get_legend().get_texts()]
        boxes = [
            (text.get_text(), Text.get_window_extent(text, renderer).shrunk(0.98, 0.7))
            for text in written
            if text.get_text().strip()
        ]
    assert box.x0 >= 0 and box.y0 >= 0
    assert box.x1 <= style.WIDE and box.y1 <= style.HIGH
    clashes = [
        (one, other)
        for place, (one, here) in enumerate(boxes)
        for other, there in boxes[place + 1 :]
        if here.overlaps(there)
    ]
    assert clashes == []


def test_it_draws_in_the_axes_it_is_given():
    left, right = Figure().subplots(1, 2)
    assert scoreboard(SMALL, ax=left) is left
    assert not right.patches
