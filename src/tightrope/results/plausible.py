"""A run with the control as a filter: only the members whose parameter vectors keep the control calm.

The filter is declared, not hidden: whatever is shown of a run whose members share vectors is shown with and without it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

FLAG, MARK = "passes_control", "plausible."
"""The coordinate that says which vectors pass, and how the counts of their members are marked in a folded run."""

IN_SHORT = (
    "A parameter vector is one full draw of all uncertain numbers, shared by several members. The control is the world "
    "of mid-2014, in which Baku is expected to keep outside both camps; as a filter it leaves out the vectors with "
    "which Baku does not."
)
"""What the tables by vector and with the filter speak of."""


def passing(data: xr.Dataset) -> NDArray[np.bool_] | None:
    """Which vectors pass the control, (vectors,); None where members share none, or none was asked."""
    return data[FLAG].values.astype(bool) if FLAG in data.coords else None


def filtered(data: xr.Dataset, *, folded: bool) -> xr.Dataset:
    """The data of the members whose vectors pass; some must and some must not."""
    passes = passing(data)
    assert passes is not None
    found = data.isel(member=passes[data["vector"].values], every_vector=passes)
    attributes = dict(data["vector"].attrs, vector_count=int(passes.sum()))
    renumbered = np.cumsum(passes)[found["vector"].values] - 1
    found = found.assign_coords(vector=(("member",), renumbered, attributes))
    if folded:
        # Members take the vectors in turn, so that everybody's is known by the index.
        everyone = data["everyone"].values
        found = found.isel(everyone=passes[everyone % len(passes)])
        found = _counts_of_the_passing(found)
    return found.assign_attrs(members=int(found.sizes["everyone" if folded else "member"]))


def _counts_of_the_passing(data: xr.Dataset) -> xr.Dataset:
    """Put the counts of the members that pass in the place of those of all."""
    marked = [name for name in map(str, data.data_vars) if name.startswith(MARK)]
    return data.drop_vars([name.removeprefix(MARK) for name in marked]).rename_vars(
        {name: name.removeprefix(MARK) for name in marked}
    )


def in_words(passes: NDArray[Any]) -> str:
    """How many vectors pass, and what that means for the filter."""
    count, of = int(passes.sum()), len(passes)
    name = "the control as a plausibility filter"
    if count == of:
        return f"with and without {name} the shares are the same: all {of} vectors pass it"
    if count == 0:
        return f"no vector of {of} passes {name}: with it nothing is left"
    return f"{count} of {of} vectors pass {name}; with it only their members are counted"
