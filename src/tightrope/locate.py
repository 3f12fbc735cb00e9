"""Where the data folders are: beside the code in a checkout, else inside the installed package."""

from __future__ import annotations

from pathlib import Path

from tightrope.errors import RunError

PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str, package: Path = PACKAGE) -> Path:
    """Return the folder ``name`` ("seeds", "scenarios", ...) that belongs to the code in ``package``.

    The checkout comes first, because an editable install may hold a stale copy. Raises RunError if there is
    none.
    """
    checkout = package.parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    installed = package / "_data" / name
    if installed.is_dir():
        return installed
    raise RunError(f"the data folder '{name}' is missing from the installation; install tightrope again")
