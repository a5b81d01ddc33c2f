"""From apertures and regions to targets."""

from importlib import import_module

from astroapers._arguments import is_instance
from astroapers.apertures import PixelAp
from astroapers.targets.target import Target, Targets, same_positions

__all__ = ["open_target", "open_targets"]

# Whose objects are read where; the module is only loaded when one of them has come in.
_READERS = (
    ("photutils.aperture", "Aperture", "astroapers.photutils.convert"),
    ("regions", "Region", "astroapers.regions.convert"),
)


def open_target(where, wcs=None):
    """
    Read one aperture.

    Parameters
    ----------
    where : PixelAp, `~photutils.aperture.Aperture` or `~regions.Region`
        In pixels or on the sky.
    wcs : object or None, optional
        A WCS of astropy's shared interface, for what is on the sky.

    Returns
    -------
    Target

    Raises
    ------
    TypeError
        If it is something else, or has no shape that the engine knows.
    ValueError
        If it is on the sky and there is no WCS.

    Examples
    --------
    >>> from photutils.aperture import CircularAperture
    >>> from astroapers.targets import open_target
    >>> open_target(CircularAperture((3.0, 4.0), 2.0)).native
    False
    """
    if isinstance(where, PixelAp):
        return Target(where._shape, where._positions, where._values)
    for module, name, reader in _READERS:
        if is_instance(where, module, name):
            return import_module(reader).as_target(where, wcs)
    raise TypeError(
        "where must be an aperture of astroapers or photutils, or a region, "
        f"got {type(where).__name__}"
    )


def open_targets(where, wcs=None):
    """
    Read one aperture, or several at the same positions.

    Parameters
    ----------
    where : object, list or tuple
        As for `open_target`.
    wcs : object or None, optional
        As for `open_target`.

    Returns
    -------
    Targets

    Raises
    ------
    TypeError, ValueError
        As of `open_target`; if there is none, or their positions differ.

    Examples
    --------
    >>> from astroapers import CircAn, CircAp
    >>> from astroapers.targets import open_targets
    >>> len(open_targets((CircAp((3, 4), 2), CircAn((3, 4), 5, 8))).members)
    2
    """
    single = not isinstance(where, list | tuple)
    members = [open_target(one, wcs) for one in ((where,) if single else where)]
    if not members:
        raise ValueError("where must be at least one aperture, got an empty sequence")
    if not same_positions(members):
        raise ValueError("where must be apertures at the same positions, got others")
    return Targets(members, single, getattr(where, "positions", None) if _on_sky(where) else None)


def _on_sky(where):
    return is_instance(where, "photutils.aperture", "SkyAperture")
