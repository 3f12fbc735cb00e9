from __future__ import annotations

from pathlib import Path

import pytest
from tests.small_seeds import write_seeds

from tightrope.evidence import Seeds, load_seeds


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    return load_seeds(write_seeds(tmp_path))
