"""Results that are computed when first asked for, once, as attributes of an object."""

from functools import cached_property

import numpy as np
from astropy.coordinates import SkyCoord

__all__ = ["HandedOver", "LazyResults", "collapse", "per_object", "per_source"]

# What holds one value for each source.
_PER_SOURCE = (np.ndarray, SkyCoord, list, tuple)


class HandedOver(Exception):
    """
    Raised while measuring, when the kernels have refused and photutils now has to measure.

    Examples
    --------
    >>> from astroapers.photutils.results import HandedOver
    >>> issubclass(HandedOver, Exception)
    True
    """


def collapse(values):
    """
    Give the only value of a scalar aperture.

    Parameters
    ----------
    values : object
        Values of the sources, or one that has no length.

    Returns
    -------
    object
        The first element if there is exactly one, else ``values``.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.photutils.results import collapse
    >>> collapse(np.array([3.0])), collapse(None)
    (np.float64(3.0), None)
    """
    if isinstance(values, _PER_SOURCE):
        try:
            if len(values) == 1:
                return values[0]
        except TypeError:  # a scalar coordinate
            pass
    return values


class per_object(cached_property):
    """
    An attribute computed once, for the object as a whole.

    Unlike `functools.cached_property` before Python 3.12 it takes no lock: threads that come first
    together each compute the value, and all get the same one.

    Parameters
    ----------
    func : callable
        Takes the object, a `LazyResults`, and returns the value.

    Examples
    --------
    >>> from astroapers.photutils.results import LazyResults, per_object
    >>> class Box(LazyResults):
    ...     @per_object
    ...     def size(self):
    ...         return 3
    >>> Box().size
    3
    """

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        value = instance._computed.setdefault(name, self.func(instance))
        setattr(instance, name, value)
        return value


class per_source(per_object):
    """
    An attribute with one value for each source, and the bare value for a scalar aperture.

    Where the object has handed its task to photutils' own class, the value is that one's.

    Parameters
    ----------
    func : callable
        Takes the object and returns the values of all sources, along the first axis.

    Examples
    --------
    >>> from astroapers.photutils.results import LazyResults, per_source
    >>> class Box(LazyResults):
    ...     isscalar = True
    ...     @per_source
    ...     def size(self):
    ...         return [3]
    >>> Box().size
    3
    """

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        values = instance._full(name)
        if instance._original is None and instance.isscalar:
            values = collapse(values)
        setattr(instance, name, values)
        return values


class LazyResults:
    """
    Base of the classes with such attributes.

    Examples
    --------
    >>> from astroapers.photutils import AperturePhotometry
    >>> from astroapers.photutils.results import LazyResults
    >>> issubclass(AperturePhotometry, LazyResults)
    True
    """

    # photutils' object, once the task is its own.
    _original = None

    def __new__(cls, *args, **kwargs):
        """Begin with nothing computed."""
        self = super().__new__(cls)
        # By name, with one value for each source where there is one. Attributes are set besides,
        # where Python finds them without asking, but not by way of `vars`: an object that was
        # asked for that is slower (Python 3.11).
        self._computed = {}
        return self

    def _full(self, name):
        """Values of a `per_source` attribute with one element for each source."""
        original = self._original
        if original is None:
            computed = self._computed
            if name in computed:
                return computed[name]
            try:
                return computed.setdefault(name, getattr(type(self), name).func(self))
            except HandedOver:
                original = self._original
        return self._from_original(original, name)

    def _from_original(self, original, name):
        """Value of an attribute that photutils' object has measured, collapsed if it is scalar."""
        return getattr(original, name)
