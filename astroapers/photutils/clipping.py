"""Sigma clipping: the numbers of a user's `~astropy.stats.SigmaClip`, for the kernels."""

import math

from astropy.stats import SigmaClip

__all__ = ["check_sigma_clip", "clip_numbers"]

_CENTERS = ("median", "mean", "biweight")
_SPREADS = ("std", "mad_std", "biweight")
_UNTIL_CONVERGENCE = -1


def check_sigma_clip(sigma_clip):
    """
    Insist on a `~astropy.stats.SigmaClip` or `None`.

    Parameters
    ----------
    sigma_clip : `~astropy.stats.SigmaClip` or None
        What the user gave.

    Raises
    ------
    TypeError
        If it is anything else.

    Examples
    --------
    >>> from astroapers.photutils.clipping import check_sigma_clip
    >>> check_sigma_clip(None)
    """
    if sigma_clip is not None and not isinstance(sigma_clip, SigmaClip):
        raise TypeError("sigma_clip must be a SigmaClip instance")


def clip_numbers(sigma_clip):
    """
    Read what the kernels need; the object itself stores state when called, so it never is.

    Parameters
    ----------
    sigma_clip : `~astropy.stats.SigmaClip`
        How to clip.

    Returns
    -------
    tuple or None
        ``(center, spread, lower, upper, maxiters)``; `None` if it has callables or grows, which
        is for photutils.

    Examples
    --------
    >>> from astropy.stats import SigmaClip
    >>> from astroapers.photutils.clipping import clip_numbers
    >>> clip_numbers(SigmaClip(sigma=3.0, maxiters=None))
    ('median', 'std', 3.0, 3.0, -1)
    """
    center, spread = sigma_clip.cenfunc, sigma_clip.stdfunc
    if not (isinstance(center, str) and center in _CENTERS):
        return None
    if not (isinstance(spread, str) and spread in _SPREADS) or sigma_clip.grow:
        return None
    maxiters = sigma_clip.maxiters
    if maxiters is None or maxiters == math.inf:
        maxiters = _UNTIL_CONVERGENCE
    lower, upper = float(sigma_clip.sigma_lower), float(sigma_clip.sigma_upper)
    return str(center), str(spread), lower, upper, int(maxiters)
