from __future__ import annotations

from pathlib import Path

import pytest

from tightrope.errors import RunError
from tightrope.locate import data_folder


def test_the_checkout_comes_before_the_copy_in_the_package(tmp_path: Path) -> None:
    package = tmp_path / "src" / "tightrope"
    (package / "_data" / "seeds").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    assert data_folder("seeds", package) == package / "_data" / "seeds"
    (tmp_path / "pyproject.toml").touch()
    assert data_folder("seeds", package) == tmp_path / "seeds"


def test_a_missing_data_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError) as failure:
        data_folder("seeds", tmp_path / "src" / "tightrope")
    assert str(failure.value) == ("the data folder 'seeds' is missing from the installation; install tightrope again")
