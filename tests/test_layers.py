"""The house keeps its order: imports point one way, nothing happens at import, no number of the model is in code."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "tightrope"

LAYERS = (
    ("errors", "quarters", "locate", "precision", "release", "state", "wording", "worker"),
    ("plain_scalars", "plain_yaml", "marked"),
    ("evidence",),
    ("scenario",),
    ("luck", "choice", "bundle", "curves", "numbers", "theories"),
    ("world", "capitals"),
    ("consequences", "record", "model"),
    ("witness",),
    ("outcomes",),
    ("ensemble",),
    ("results",),
    ("hindcast",),
    ("calibrate", "explanation", "comparison"),
    ("games",),
    ("figures",),
    ("report",),
    ("exercises",),
    ("face",),
    ("web",),
    ("cli",),
)
"""From the ground up: a room may use its own layer and those below it."""

RANK = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}
DOORS = ("__init__", "__main__")
"""They hand on what is asked for and belong to no layer."""


def modules() -> dict[str, ast.Module]:
    """Every module of the package by dotted name, ``cli.words``."""
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


MODULES = modules()


def imports(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import, those inside functions too, but for those that only type checkers see."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for otherwise in child.orelse:
                yield from imports(otherwise)
        elif isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        else:
            yield from imports(child)


def own_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name, ``evidence.setting``, of what is imported from the package itself."""
    for found in imports(tree):
        if isinstance(found, ast.Import):
            names = [alias.name for alias in found.names]
        elif found.level:
            names = ["tightrope.(relative)"]
        elif found.module == "tightrope":
            names = [f"tightrope.{alias.name}" for alias in found.names]
        else:
            names = [str(found.module)]
        for name in names:
            package, _, inside = name.partition(".")
            if package == "tightrope":
                yield found.lineno, inside


def backward(name: str, tree: ast.AST) -> list[str]:
    """The imports of a module that point up, or at no room of the package."""
    room = name.split(".")[0]
    wrong = []
    for line, imported in own_imports(tree):
        other = imported.split(".")[0]
        if other not in RANK:
            wrong.append(f"{name}:{line} imports {imported or 'the package itself'}")
        elif RANK[other] > RANK[room]:
            wrong.append(f"{name}:{line} imports {imported}, which is above it")
    return wrong


def test_every_module_has_its_layer():
    rooms = {name.split(".")[0] for name in MODULES} - set(DOORS)
    assert rooms == set(RANK)


def test_the_page_for_contributors_lists_every_layer_in_order():
    page = (PACKAGE.parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = next(block for block in page.split("```") if block.strip().startswith("errors"))
    layers = [tuple(room.strip() for room in layer.split(",")) for layer in listed.split("->")]
    assert layers == list(LAYERS)


def test_imports_point_one_way():
    rooms = {name: tree for name, tree in MODULES.items() if name not in DOORS}
    assert [line for name, tree in rooms.items() for line in backward(name, tree)] == []


def test_an_import_that_points_up_is_seen():
    tree = ast.parse("def f():\n    from tightrope.model import AlignmentModel\n    import tightrope.cli.words\n")
    assert backward("evidence.load", tree) == [
        "evidence.load:2 imports model, which is above it",
        "evidence.load:3 imports cli.words, which is above it",
    ]
    assert backward("cli.words", tree) == []
    only_for_types = ast.parse("if TYPE_CHECKING:\n    from tightrope.model import AlignmentModel\n")
    assert backward("evidence.load", only_for_types) == []
    assert backward("evidence.load", ast.parse("import tightrope")) == ["evidence.load:1 imports the package itself"]


def at_once(tree: ast.Module) -> ast.Module:
    """A module without the bodies of its functions: what runs when it is imported."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return ast.Module([statement for statement in tree.body if not isinstance(statement, functions)], [])


def needed_at_once(name: str, tree: ast.Module) -> set[str]:
    """The modules of the package that a module loads when it is imported itself."""
    found = set()
    for statement in imports(at_once(tree)):
        if isinstance(statement, ast.ImportFrom) and str(statement.module).startswith("tightrope"):
            inside = str(statement.module).partition(".")[2]
            for alias in statement.names:
                # "from tightrope.world import events" may name a module, or something in the package's front door.
                candidates = (f"{inside}.{alias.name}".strip("."), inside, f"{inside}.__init__")
                found.add(next((c for c in candidates if c in MODULES), f"{inside}.{alias.name}.__init__".strip(".")))
    return found - {name}


def test_no_module_imports_in_a_circle():
    needs = {name: needed_at_once(name, tree) for name, tree in MODULES.items()}
    assert sum(map(len, needs.values())) > 100
    assert {other for others in needs.values() for other in others} <= set(MODULES)
    while free := {name for name, others in needs.items() if not others & needs.keys()}:
        needs = {name: others for name, others in needs.items() if name not in free}
    assert sorted(needs) == []


@pytest.mark.parametrize("code", ["import tightrope", "import tightrope; dir(tightrope); tightrope.__all__"])
def test_importing_the_package_loads_nothing_else(code):
    # A fresh interpreter, compared with itself just before.
    program = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded - set(sys.stdlib_module_names) == {"tightrope"}, done.stdout


PLAIN = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


def happens_at_import(statement: ast.stmt) -> bool:
    """Whether a statement at the top of a module does something beyond giving names to things."""
    if isinstance(statement, ast.If):
        return ast.unparse(statement.test) not in ("TYPE_CHECKING", "__name__ == '__main__'")
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return not (isinstance(statement, PLAIN) or is_text)


BUILDS_THE_PROGRAM = ("cli.__init__", "scenario.written")
"""A click group is put together, and a YAML dumper is told about text, where they are defined: both by a call."""


def test_modules_only_give_names_to_things():
    wrong = [
        f"{name}:{statement.lineno} {ast.unparse(statement)[:60]}"
        for name, tree in MODULES.items()
        if name not in BUILDS_THE_PROGRAM
        for statement in tree.body
        if happens_at_import(statement)
    ]
    assert wrong == []


ROOMS_OF_RULES = ("capitals", "world", "consequences")

NO_PARAMETERS = {
    0.0: "nothing, and the lower end of a level",
    1.0: "all, and the upper end of a level",
    2.0: "2 x - 1 turns a share into a balance of for and against",
}
CONVERSIONS = {
    "DAYS_PER_QUARTER": "days of a year by quarter",
    "BARRELS_PER_KB": "barrels in the thousand of kb/d",
    "USD_PER_BILLION": "dollars in the billion of USD bn",
    "CUBIC_METRES_PER_BCM": "cubic metres in the billion of bcm",
    "TCM_PER_BCM": "thousand cubic metres in a billion cubic metres",
    "QUARTERS_PER_YEAR": "rates and amounts by the year, taken by the quarter",
}
"""Named at the top of a module, each because it turns one unit into another."""

ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def numbers_in_code(tree: ast.Module) -> list[str]:
    """Numbers that belong in ``seeds/``: every float, and every whole number that is reckoned with."""
    found: list[tuple[int, str]] = []
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) in CONVERSIONS:
            continue
        reckoned = [
            side
            for node in ast.walk(statement)
            if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC)
            for side in (node.left, node.right)
        ]
        for node in ast.walk(statement):
            if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
                continue
            if node.value not in NO_PARAMETERS and (isinstance(node.value, float) or node in reckoned):
                found.append((node.lineno, f"{node.value!r}"))
    return [f"{line}: {value}" for line, value in sorted(found)]


def test_no_number_of_the_model_is_in_code():
    rules = {name: tree for name, tree in MODULES.items() if name.split(".")[0] in ROOMS_OF_RULES}
    assert len(rules) > 10
    assert [f"{name}:{line}" for name, tree in rules.items() for line in numbers_in_code(tree)] == []


def test_a_number_in_code_is_seen():
    tree = ast.parse("QUARTERS_PER_YEAR = 4\nx = 0.35 * y + 1.0\nif move == 3:\n    z = y / 7\n")
    assert numbers_in_code(tree) == ["2: 0.35", "4: 7"]
