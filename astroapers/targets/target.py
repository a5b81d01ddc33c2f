"""Where to measure, whatever it was given as."""

from typing import Any, NamedTuple

import numpy as np

from astroapers.measurement import Footprint

__all__ = ["Target", "Targets", "same_positions"]


class Target(NamedTuple):
    """
    An aperture at N positions, as the engine knows it.

    Parameters
    ----------
    shape : str
        The engine's name of the shape.
    positions : ndarray of float64, shape (N, 2)
        C-contiguous.
    params : tuple
        The parameters of the shape: numbers, or float64 arrays of shape (N,).
    native : bool
        Whether samples on an edge follow our own rules, or those of photutils and regions.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.targets import open_target
    >>> target = open_target(CircAp((3, 4), 2))
    >>> target.shape, target.params, target.footprint(1).subpixels
    ('circ', (2.0,), 1)
    """

    shape: str
    positions: np.ndarray
    params: tuple
    native: bool = True

    def footprint(self, subpixels):
        """
        The pixels that belong to it.

        Parameters
        ----------
        subpixels : int
            As in `~astroapers.measurement.Footprint`.

        Returns
        -------
        `~astroapers.measurement.Footprint`

        Examples
        --------
        >>> from astroapers import CircAp
        >>> from astroapers.targets import open_target
        >>> open_target(CircAp((3, 4), 2)).footprint(0).snap
        True
        """
        return Footprint(self.shape, self.positions, self.params, subpixels, self.native)


class Targets(NamedTuple):
    """
    One or several apertures at the same positions.

    Parameters
    ----------
    members : list of Target
        The apertures.
    single : bool
        Whether one aperture was given by itself, and not a sequence.
    sky_center : SkyCoord or None
        The positions on the sky, if that is where the apertures are.
    meta : dict
        What a table is to say of them.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.targets import open_targets
    >>> targets = open_targets([CircAp((3, 4), r) for r in (2, 5)])
    >>> [member.params for member in targets.members], targets.single
    ([(2.0,), (5.0,)], False)
    """

    members: list
    single: bool
    sky_center: Any = None
    meta: dict = {}  # noqa: RUF012 - never changed in place

    @property
    def positions(self):
        """Their positions, float64 of shape (N, 2)."""
        return self.members[0].positions


def same_positions(members):
    """
    Whether all targets have the same positions.

    Parameters
    ----------
    members : sequence of Target
        At least one.

    Returns
    -------
    bool

    Examples
    --------
    >>> from astroapers import CircAp, RectAp
    >>> from astroapers.targets import open_target, same_positions
    >>> same_positions([open_target(CircAp((3, 4), 2)), open_target(RectAp((3, 5), 2, 1))])
    False
    """
    first = members[0].positions
    return all(np.array_equal(one.positions, first) for one in members[1:])
