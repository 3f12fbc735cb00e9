"""For all tests: a search that is the same every time, and no model that outlives its test.

A property that fails is one to work on, not a matter of luck: ``python -m pytest --hypothesis-profile=search`` looks
further, and somewhere else each time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("everyday", derandomize=True, max_examples=25, deadline=None, database=None)
settings.register_profile("search", max_examples=500, deadline=None, database=None, print_blob=True)
settings.load_profile("everyday")


@pytest.fixture(autouse=True)
def _no_model_outlives_its_test() -> Iterator[None]:
    """Mesa 3.3 keeps every model alive in a class-level table, and not every test closes what it steps."""
    yield
    mesa = sys.modules.get("mesa")
    if mesa is not None:
        getattr(mesa.Agent, "_ids", {}).clear()
