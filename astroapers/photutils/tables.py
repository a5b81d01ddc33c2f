"""Tables with the metadata and the deprecated column names of photutils' own."""

import time
from functools import cache

import numpy as np
from astropy.coordinates import SkyCoord
from astropy.table import Column, QTable
from astropy.units import Quantity

from astroapers.photutils._installed import create_empty_deprecated_qtable, get_version_info

__all__ = ["general_meta", "make_table", "plain_table", "position_columns"]

_RENAMED_COLUMNS = {"xcenter": "x_center", "ycenter": "y_center"}


@cache
def _versions():
    # Found once: photutils tries anew to import what is absent, which takes longer than measuring
    # a source.
    return get_version_info()


def general_meta(seconds=None):
    """Return the date, of now or of a `time.time`, and the versions, in the caller's own dict."""
    date = time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(seconds))
    return {"date": date, "version": dict(_versions())}


def position_columns(positions, sky_center):
    """Return the columns ``id``, ``x_center``, ``y_center`` and perhaps ``sky_center``."""
    # The table is filled without copying, so these must not be views of the aperture's positions.
    x, y = positions.T.copy()
    columns = {"id": np.arange(1, len(positions) + 1), "x_center": x, "y_center": y}
    if sky_center is not None:
        columns["sky_center"] = sky_center
    return columns


def make_table(columns, meta, renamed=_RENAMED_COLUMNS):
    """
    Return photutils' table of fresh columns, which still answers to the old names.

    ``renamed`` maps old names of columns to new ones.
    """
    table = create_empty_deprecated_qtable(renamed, since="3.0", until="4.0")
    return fill_table(table, columns, meta)


def fill_table(table, columns, meta):
    """
    Fill an empty table with fresh columns, which become the table's own, and with metadata.

    Arrays, quantities and coordinates are hung in as they are: with the tests and copies of
    astropy's constructor, which none of them needs, the table takes six times as long. What else
    a WCS may give as a sky position finds its way into a table by assignment only.
    """
    own = table.columns
    for name, column in columns.items():
        kind = type(column)
        if kind is np.ndarray:
            own[name] = column = column.view(Column)
            column.name = name
            column.parent_table = table
        elif kind is Quantity or kind is SkyCoord:
            own[name] = column
            column.info.name = name
            column.info.parent_table = table
        else:
            table[name] = column
    table.meta.update(meta)
    return table


def plain_table(columns, meta):
    """Return a plain `~astropy.table.QTable` of fresh columns."""
    return fill_table(QTable(), columns, meta)
