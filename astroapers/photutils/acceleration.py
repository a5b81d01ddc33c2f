"""`accelerate`: our callables in the place of photutils' own, for a while."""

import inspect
import sys
from contextlib import ContextDecorator
from threading import RLock

from astroapers.photutils._installed import (
    OriginalAperturePhotometry,
    OriginalApertureStats,
    original_aperture_photometry,
)
from astroapers.photutils.photometry import aperture_photometry
from astroapers.photutils.photometry_class import AperturePhotometry
from astroapers.photutils.stats import ApertureStats

__all__ = ["accelerate"]

__doctest_requires__ = {"accelerate": ["photutils>=3.0"]}

# (photutils', ours). What the installed photutils does not have gets no place in it.
_PAIRS = [
    (original, ours)
    for original, ours in (
        (original_aperture_photometry, aperture_photometry),
        (OriginalAperturePhotometry, AperturePhotometry),
        (OriginalApertureStats, ApertureStats),
    )
    if original is not None
]
_BACK = [(ours, original) for original, ours in _PAIRS]

# The contexts that are open, in all threads: the first one puts ours in, the last one takes it out.
_lock = RLock()
_open = 0


class accelerate(ContextDecorator):
    """
    Put the callables of this package in the place of photutils' own, for a while.

    Inside, `photutils.aperture` and all other modules of photutils that have
    ``aperture_photometry``, ``AperturePhotometry`` or ``ApertureStats`` in their namespace have
    those of `astroapers.photutils` under these names; so code that says
    ``photutils.aperture.ApertureStats`` uses them, and so do those parts of photutils that are
    built on them: in photutils 3.1 radial profiles and curves of growth, `LocalBackground`,
    `ImageDepth` and the first guess of fluxes in PSF photometry.

    It is a context manager, and a decorator of functions. Contexts can be nested, and entered from
    several threads; photutils has its own callables again once all of them have been left, in
    whatever order, and also if by an exception.

    Raises
    ------
    TypeError
        If it decorates a generator or coroutine function, whose body runs after the call.

    Notes
    -----
    All threads of the process see the same names. A name that has been imported somewhere else by
    ``from photutils.aperture import ...`` stays what it was: import from `astroapers.photutils`
    there. Inside, ``isinstance`` and pickle find our classes under photutils' names: objects of
    photutils' own classes are best pickled, and read again, outside.

    Entering and leaving looks through the namespaces of photutils; put it around a loop rather than
    in it.

    Examples
    --------
    >>> import astroapers.photutils
    >>> import photutils.aperture
    >>> with astroapers.photutils.accelerate():
    ...     photutils.aperture.ApertureStats is astroapers.photutils.ApertureStats
    True
    >>> photutils.aperture.ApertureStats is astroapers.photutils.ApertureStats
    False
    """

    def __enter__(self):
        global _open  # noqa: PLW0603
        with _lock:
            if _open == 0:
                try:
                    _exchange(_PAIRS)
                except BaseException:  # Ctrl-C: `__exit__` will not be called
                    _exchange(_BACK)
                    raise
            _open += 1

    def __exit__(self, *exc):
        global _open  # noqa: PLW0603
        with _lock:
            if _open == 0:
                raise RuntimeError("accelerate() has been left more often than entered")
            _open -= 1
            if _open == 0:
                _exchange(_BACK)

    def __call__(self, func):
        """
        Return a function that runs ``func`` inside.

        Parameters
        ----------
        func : callable
            No generator or coroutine function.
        """
        if (
            inspect.isgeneratorfunction(func)
            or inspect.iscoroutinefunction(func)
            or inspect.isasyncgenfunction(func)
        ):
            raise TypeError(
                f"accelerate() cannot decorate {func!r}, whose body runs after the call: "
                f"write 'with accelerate():' in it"
            )
        return super().__call__(func)


def _exchange(pairs):
    """
    Put the second of a pair wherever a module of photutils has the first.

    By identity, whatever the name: modules may have it under another. Those that came since are
    found, too, because they are looked for every time.
    """
    replacements = {id(old): new for old, new in pairs}
    # Copies, since imports in other threads may go on meanwhile.
    for name, module in sys.modules.copy().items():
        if name != "photutils" and not name.startswith("photutils."):
            continue
        namespace = getattr(module, "__dict__", {})  # None stands for a module that must not load
        for attribute, value in namespace.copy().items():
            if id(value) in replacements:
                namespace[attribute] = replacements[id(value)]
