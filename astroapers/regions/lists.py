"""Lists of regions: what counts as one, and which of them are included."""

import os
from contextlib import contextmanager

from astroapers.apertures import PixelAp

__all__ = ["as_list", "is_included", "label_of", "naming"]

__doctest_requires__ = {"*": ["regions>=0.12"]}


def as_list(given, *, apertures=False):
    """
    Make a list of whatever holds regions.

    Parameters
    ----------
    given : `~regions.Region`, `~regions.Regions`, sequence, str or path-like
        One region, several, or the name of a file that `regions.Regions.read` reads.
    apertures : bool, optional
        Whether our own apertures count as well.

    Returns
    -------
    list

    Raises
    ------
    TypeError
        If it is something else.

    Examples
    --------
    >>> from regions import CirclePixelRegion, PixCoord
    >>> from astroapers.regions.lists import as_list
    >>> len(as_list(CirclePixelRegion(PixCoord(3, 4), 2)))
    1
    """
    from astroapers.regions._installed import is_region, regions

    if is_region(given) or (apertures and isinstance(given, PixelAp)):
        return [given]
    if isinstance(given, (str, os.PathLike)):
        given = regions.Regions.read(os.fspath(given))
    if isinstance(given, regions.Regions):
        return list(given.regions)
    try:
        return list(given)
    except TypeError:
        raise TypeError(
            f"regions must be a region, a list of regions or the name of a file, got "
            f"{type(given).__name__}"
        ) from None


def is_included(region):
    """
    Whether a region of a list is included.

    Parameters
    ----------
    region : `~regions.Region`
        Any region.

    Returns
    -------
    bool
        False if ``meta["include"]`` says so; formats write that as a number or a bool.

    Examples
    --------
    >>> from regions import CirclePixelRegion, PixCoord
    >>> from astroapers.regions.lists import is_included
    >>> is_included(CirclePixelRegion(PixCoord(3, 4), 2, meta={"include": 0}))
    False
    """
    return bool(region.meta.get("include", True))


def label_of(region, index):
    """
    Name of a region in a table.

    Parameters
    ----------
    region : `~regions.Region` or PixelAp
        What has or has not a text.
    index : int
        Its place in the list.

    Returns
    -------
    str
        ``meta["text"]``, or the index.

    Examples
    --------
    >>> from regions import CirclePixelRegion, PixCoord
    >>> from astroapers.regions.lists import label_of
    >>> label_of(CirclePixelRegion(PixCoord(3, 4), 2, meta={"text": "M 13"}), 7)
    'M 13'
    """
    meta = getattr(region, "meta", None)
    if not meta:
        return str(index)
    text = meta.get("text")
    return str(index) if text is None or text == "" else str(text)


@contextmanager
def naming(index):
    """
    Name the region of a list that an error inside is about.

    Parameters
    ----------
    index : int or None
        Its place; `None` if it is the only one.

    Raises
    ------
    TypeError, ValueError
        Of the class of the error.

    Examples
    --------
    >>> from astroapers.regions.lists import naming
    >>> with naming(3):
    ...     raise ValueError("it is too flat")
    Traceback (most recent call last):
    ValueError: region 3: it is too flat
    """
    try:
        yield
    except (TypeError, ValueError) as err:
        if index is None:
            raise
        raise type(err)(f"region {index}: {err}") from None
