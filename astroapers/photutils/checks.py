"""Validation of options that the two classes share, in photutils' words."""

import numpy as np

__all__ = ["check_columns", "check_method", "check_threads"]


_INTEGERS = (int, np.integer)


def check_method(method, subpixels, name):
    """
    Translate a method to the number of samples along a side of a pixel.

    Parameters
    ----------
    method : {'exact', 'center', 'subpixel'}
        The method.
    subpixels : int
        Looked at for ``'subpixel'`` only.
    name : str
        What the user calls the method.

    Returns
    -------
    int
        0 for exact weights.

    Raises
    ------
    ValueError
        If the method is unknown, or ``subpixels`` is not a positive integer.

    Examples
    --------
    >>> from astroapers.photutils.checks import check_method
    >>> check_method("exact", None, "method"), check_method("subpixel", 5, "method")
    (0, 5)
    """
    if method == "exact":
        return 0
    if method == "center":
        return 1
    if method != "subpixel":
        raise ValueError(f"Invalid {name}: {method!r}")
    if not (isinstance(subpixels, _INTEGERS) and type(subpixels) is not bool and subpixels > 0):
        raise ValueError("subpixels must be a strictly positive integer")
    return int(subpixels)


def check_threads(n_threads):
    """
    Insist on a positive number of threads.

    Parameters
    ----------
    n_threads : int
        A bool is none.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If it is anything else.

    Examples
    --------
    >>> from astroapers.photutils.checks import check_threads
    >>> check_threads(2)
    2
    """
    valid = isinstance(n_threads, _INTEGERS) and type(n_threads) is not bool
    if not valid or n_threads < 1:
        raise ValueError("n_threads must be a positive integer")
    return int(n_threads)


def check_columns(columns, allowed):
    """
    Insist on known columns of a table.

    Parameters
    ----------
    columns : str or iterable of str
        What the user wants.
    allowed : iterable of str
        All there are.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If there are others; the message lists all that are allowed.

    Examples
    --------
    >>> from astroapers.photutils.checks import check_columns
    >>> check_columns("flux", ["flux", "area"])
    ['flux']
    """
    columns = [columns] if isinstance(columns, str) else list(columns)
    allowed = set(allowed)
    unknown = [name for name in columns if name not in allowed]
    if unknown:
        raise ValueError(
            f"Invalid column name(s): {unknown!r}. The allowed column names are: {sorted(allowed)}."
        )
    return columns
