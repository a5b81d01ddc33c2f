"""Lists of regions: what counts as one, and which of them are included."""

import os
from contextlib import contextmanager

import numpy as np

from astroapers.apertures import PixelAp

__all__ = ["as_list", "is_included", "labels_of", "naming"]

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


def labels_of(regions):
    """
    Names of regions in a table.

    Parameters
    ----------
    regions : list of `~regions.Region` and PixelAp
        What has or has not a text.

    Returns
    -------
    ndarray of str, shape (N,)
        ``meta["text"]``, or the place in the list, of each.

    Examples
    --------
    >>> from regions import CirclePixelRegion, PixCoord
    >>> from astroapers.regions.lists import labels_of
    >>> named = CirclePixelRegion(PixCoord(3, 4), 2, meta={"text": "M 13"})
    >>> labels_of([CirclePixelRegion(PixCoord(3, 4), 2), named])
    array(['0', 'M 13'], dtype='<U4')
    """
    places = _places(len(regions))
    metas = [getattr(region, "meta", None) for region in regions]
    if not any(metas):
        return places
    labels = places.tolist()
    for index, meta in enumerate(metas):
        text = meta.get("text") if meta else None
        if text is not None and text != "":
            labels[index] = str(text)
    return np.array(labels, dtype=np.str_)


def _places(n):
    """
    The numbers below n as text.

    Digit by digit for all of them at once: made one by one they take longer than the sums.
    """
    codes = np.zeros((n, len(str(n - 1))), dtype=np.uint32)
    numbers = np.arange(n, dtype=np.uint32)
    for digits in range(1, codes.shape[1] + 1):
        rows = slice(10 ** (digits - 1) if digits > 1 else 0, 10**digits)
        for column in range(digits):
            power = 10 ** (digits - 1 - column)
            codes[rows, column] = numbers[rows] // power % 10 + ord("0")
    return codes.view(f"U{codes.shape[1]}")[:, 0]


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
