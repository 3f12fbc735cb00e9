"""Property tests search the same few cases every time: a failure here is one to work on, not a matter of luck.

``python -m pytest --hypothesis-profile=search`` looks further, and somewhere else each time.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("everyday", derandomize=True, max_examples=25, deadline=None, database=None)
settings.register_profile("search", max_examples=500, deadline=None, database=None, print_blob=True)
settings.load_profile("everyday")
