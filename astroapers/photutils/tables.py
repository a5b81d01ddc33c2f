"""Tables with the metadata and the deprecated column names of photutils' own."""

import time
from functools import cache

import numpy as np
from astropy.coordinates import SkyCoord

from astroapers.photutils._installed import create_empty_deprecated_qtable, get_version_info

_RENAMED_COLUMNS = {"xcenter": "x_center", "ycenter": "y_center"}


@cache
def _versions():
    # Found once: photutils tries anew to import what is absent, which takes longer than measuring
    # a source.
    return get_version_info()


def general_meta():
    """Return the date and the versions; the dictionaries belong to the caller."""
    return {"date": time.strftime("%Y-%m-%d %H:%M:%S %Z"), "version": dict(_versions())}


def position_columns(positions, sky_center):
    """Return the columns ``id``, ``x_center``, ``y_center`` and perhaps ``sky_center``."""
    # The table is filled without copying, so these must not be views of the aperture's positions.
    x, y = positions.T.copy()
    columns = {"id": np.arange(1, len(positions) + 1), "x_center": x, "y_center": y}
    if sky_center is not None:
        columns["sky_center"] = sky_center
    return columns


def make_table(columns, meta):
    """
    Return photutils' table of fresh columns.

    Arrays and coordinates are put in all at once, in half the time of one by one; what else a WCS
    may give as a sky position finds its way into a table by assignment only.
    """
    at_once = all(isinstance(column, np.ndarray | SkyCoord) for column in columns.values())
    filling = {"data": list(columns.values()), "names": list(columns), "copy": False}
    table = create_empty_deprecated_qtable(
        _RENAMED_COLUMNS, since="3.0", until="4.0", **(filling if at_once else {})
    )
    if not at_once:
        for name, column in columns.items():
            table[name] = column
    table.meta.update(meta)
    return table
