"""For all tests: a search that is the same every time, and no model that outlives its test.

The whole suite searches further than the everyday selection (``-m "not slow"``). A property that fails is one to work
on, not a matter of luck: ``python -m pytest --hypothesis-profile=search`` looks further still, and somewhere else each
time.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Tests in a real browser are run by `make test-browser`, which says so here.
collect_ignore = [] if os.environ.get("TIGHTROPE_BROWSER") else ["browser"]

settings.register_profile("everyday", derandomize=True, max_examples=12, deadline=None, database=None)
settings.register_profile("whole", derandomize=True, max_examples=40, deadline=None, database=None)
settings.register_profile("search", max_examples=500, deadline=None, database=None, print_blob=True)


def pytest_configure(config: pytest.Config) -> None:
    """Search as far as the selection of tests has time for, unless a profile was asked for."""
    everyday = "not slow" in config.getoption("markexpr")
    settings.load_profile(config.getoption("hypothesis_profile") or ("everyday" if everyday else "whole"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays loaded: the collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_model_outlives_its_test() -> Iterator[None]:
    """Mesa 3.3 keeps every model alive in a class-level table, and not every test closes what it steps."""
    yield
    mesa = sys.modules.get("mesa")
    if mesa is not None:
        getattr(mesa.Agent, "_ids", {}).clear()
