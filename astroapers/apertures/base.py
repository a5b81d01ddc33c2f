"""`PixelAp`: what an aperture does with pixels, whatever its shape."""

import numpy as np
from numpy import float64, ndarray

from astroapers import _rust
from astroapers._arguments import as_frame, as_plot_samples
from astroapers._rust import measure, measure_one, plane_sums
from astroapers.apertures.bbox import make_boxes
from astroapers.apertures.picture import as_html
from astroapers.apertures.samples import CENTER, EXACT, PixelSamples
from astroapers.images import KERNEL_DTYPES, as_mask, kernel_images, open_image, touched
from astroapers.measurement import PLAIN, Images, Step
from astroapers.plotting import make_patches, plot_apertures

__all__ = ["PLOT_SAMPLES", "PixelAp", "SampledOutline"]

PLOT_SAMPLES = 96  # of an outline, unless told otherwise

# Pixels: where all sources together touch a larger window, those of an image that numpy has to
# convert are taken one by one.
_SCATTERED = 1 << 20


class PixelAp(PixelSamples):
    """
    Base of all apertures in pixel coordinates; not to be created itself.

    An aperture is immutable: it holds one position (scalar) or N positions (vector),
    and a shape whose parameters are shared by all positions or given for each of them.
    A vector aperture has a length, can be iterated, and is indexed by integers, slices
    and arrays. Two apertures are combined by ``&``, ``|``, ``^`` and ``-`` to a `CompoundAp`.

    See Also
    --------
    CompoundAp : What two apertures are combined to.
    CircAp, EllipAp, RectAp, PillAp, WedgeAp, PathAp : Apertures.
    CircAn, EllipAn, RectAn, PillAn : Annuli.

    Examples
    --------
    >>> from astroapers import CircAp, PixelAp
    >>> issubclass(CircAp, PixelAp)
    True
    >>> stars = CircAp([(10, 10), (20.5, 12)], r=[3, 4])
    >>> len(stars), stars[1]
    (2, CircAp((20.5, 12.0), r=4.0))
    """

    __slots__ = ()

    # What operators make of two apertures. The module `compound`, which needs this one, sets it.
    _compound = None

    def __and__(self, other):
        return _combined(self, other, "&")

    def __or__(self, other):
        return _combined(self, other, "|")

    def __xor__(self, other):
        return _combined(self, other, "^")

    def __sub__(self, other):
        return _combined(self, other, "-")

    def apsum_exact(self, data, mask=None, *, return_npix=True):
        """
        Sum of the data, each pixel weighted by the exact fraction inside the aperture.

        Pixels that are masked, off the image or of weight 0 have no influence at all,
        whatever their value.

        Parameters
        ----------
        data : array_like, Quantity, NDData or masked array
            Image of shape ``(ny, nx)``, or a stack of K images ``(K, ny, nx)``; real
            numbers of any dtype, byte order and memory layout. A mask that comes with
            it is OR-ed with ``mask``.
        mask : array_like of bool or None, optional
            Pixels to exclude (True, non-zero or NaN), of shape ``(ny, nx)`` or that of
            ``data``.
        return_npix : bool, optional
            Whether to return the effective area as well.

        Returns
        -------
        apsum : float64, ndarray of float64 or Quantity
            A number for a scalar aperture, shape ``(N,)`` for a vector aperture; with a
            stack ``(K,)`` and ``(K, N)``. With the unit of the data, if they have one.
        npix : float64 or ndarray of float64
            Sum of the weights, never more than the area: a number or ``(N,)``; with a
            mask of shape ``(K, ny, nx)`` ``(K,)`` or ``(K, N)``. Only if ``return_npix``.

        Raises
        ------
        TypeError
            If the data are no real numbers.
        ValueError
            If the data are neither 2-D nor 3-D, or the mask has another shape.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import RectAp
        >>> apsum, npix = RectAp((2, 2), 1.5, 1).apsum_exact(np.arange(25.0).reshape(5, 5))
        >>> print(f"{apsum:.3f} {npix:.3f}")
        18.000 1.500
        """
        return self._apsum(data, mask, return_npix, EXACT)

    def apsum_center(self, data, mask=None, *, return_npix=True):
        """
        Sum of the data over the pixels whose centres are inside the aperture.

        Parameters
        ----------
        data, mask, return_npix
            As in `apsum_exact`.

        Returns
        -------
        apsum, npix
            As in `apsum_exact`; ``npix`` is the number of pixels.

        Raises
        ------
        TypeError, ValueError
            As in `apsum_exact`.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import CircAp
        >>> CircAp((2, 2), 1.1).apsum_center(np.ones((5, 5)), return_npix=False)
        np.float64(5.0)
        """
        return self._apsum(data, mask, return_npix, CENTER)

    def npix_exact(self, shape, *, mask=None):
        """
        Effective area: the part of the area on unmasked pixels of an image.

        Parameters
        ----------
        shape : sequence of two int
            ``(ny, nx)`` of the image.
        mask : array_like of bool or None, optional
            Pixels to exclude (True, non-zero or NaN), of that shape.

        Returns
        -------
        float64 or ndarray of float64, shape (N,)
            A number for a scalar aperture.

        Raises
        ------
        ValueError
            If ``shape`` is not two positive numbers, or the mask has another shape.

        Examples
        --------
        >>> from astroapers import RectAp
        >>> RectAp([(2, 2), (-0.5, 2)], 2, 2).npix_exact((5, 5))
        array([4., 2.])
        """
        return self._npix(shape, mask, EXACT)

    def npix_center(self, shape, *, mask=None):
        """
        Count the unmasked pixels of an image whose centres are inside the aperture.

        Parameters
        ----------
        shape, mask
            As in `npix_exact`.

        Returns
        -------
        float64 or ndarray of float64, shape (N,)
            A number for a scalar aperture.

        Raises
        ------
        ValueError
            As in `npix_exact`.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> CircAp((0, 0), 1.1).npix_center((5, 5))
        np.float64(3.0)
        """
        return self._npix(shape, mask, CENTER)

    def _apsum(self, data, mask, return_npix, subpixels):
        # Plain arrays, the everyday case, go straight to the kernel.
        if (
            type(data) is ndarray
            and data.dtype.char in KERNEL_DTYPES
            and (
                mask is None
                or (
                    type(mask) is ndarray
                    and mask.dtype.char in KERNEL_DTYPES
                    and mask.shape == data.shape
                )
            )
        ):
            if self._isscalar and data.ndim == 2:
                apsum, npix = measure_one(
                    self._shape, self._positions, self._values, data, mask, subpixels
                )
                return (float64(apsum), float64(npix)) if return_npix else float64(apsum)
            sums, npix = plane_sums(
                self._shape, self._positions, self._values, data, mask, subpixels
            )
        else:
            sums, npix = self._measure_any(open_image(data, mask), subpixels)
        if self._isscalar:
            # With a stack the planes come first: (K, 1) -> (K,).
            sums = sums[0] if sums.ndim == 1 else sums[:, 0]
            npix = npix[0] if npix.ndim == 1 else npix[:, 0]
        return (sums, npix) if return_npix else sums

    def _plane_sums(self, images, subpixels):
        """Sums and effective areas of what the kernels read as it is."""
        (found,) = measure(images, (Step(self._footprint(subpixels), "planes"),))
        return found["sum"], found["npix"]

    def _measure_any(self, image, subpixels):
        """Return sums (with their unit) and npix of an image that may need conversion."""
        if image.is_direct or image.is_section:
            images = kernel_images(image, self._footprint(subpixels))
            sums, npix = self._plane_sums(images, subpixels)
        else:
            sums, npix = self._measure_converted(image, subpixels)
        return (sums if image.unit is None else sums << image.unit), npix

    def _measure_converted(self, image, subpixels):
        """Return sums and npix of an image that numpy has to convert: only what is touched."""
        x_min, x_max, y_min, y_max = touched(self._footprint(subpixels), image.frame)
        n = len(self._positions)
        if n > 1 and (x_max - x_min) * (y_max - y_min) > _SCATTERED:
            parts = [one._measure_converted(image, subpixels) for one in self]
            sums, npix = zip(*parts, strict=True)
            return np.concatenate(sums, axis=-1), np.concatenate(npix, axis=-1)
        data, masks = image.window(x_min, x_max, y_min, y_max)
        images = Images(data, masks, origin=(x_min, y_min), frame=image.frame)
        return self._plane_sums(images, subpixels)

    def _npix(self, shape, mask, subpixels):
        frame = as_frame(shape)
        if mask is not None:
            mask = as_mask(mask)
            if mask.shape != frame:
                raise ValueError(f"mask must have the shape {frame}, got {mask.shape}")
        # Plain tuples, as `Images` and `Step`: to name their items takes longer than a small sum.
        where = (self._shape, self._positions, self._values, subpixels, True)
        images = (None, mask, None, None, None, frame)
        npix = measure(images, ((where, "planes", (), PLAIN),))[0]["npix"]
        return npix[0] if self._isscalar else npix

    def bboxes(self):
        """
        Bounding boxes: the smallest that hold all pixels with a part inside.

        Returns
        -------
        list of BoundingBox
            One per position.

        Raises
        ------
        ValueError, OverflowError
            If a box is not finite or its integers do not fit into 64 bits.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> CircAp((20, 20), 3.5).bboxes()
        [BoundingBox(ixmin=17, ixmax=24, iymin=17, iymax=24)]
        """
        return make_boxes(_rust.bboxes(self._shape, self._positions, self._values))

    def weights_exact(self):
        """
        Fraction of each pixel's area inside the aperture.

        Returns
        -------
        list of ndarray of float64
            One per position, of the shape of its bounding box, fresh and writable.

        Raises
        ------
        ValueError, OverflowError, MemoryError
            If a bounding box does not exist or is too large.

        Examples
        --------
        >>> from astroapers import RectAp
        >>> RectAp((2, 2), 2, 1).weights_exact()
        [array([[0.5, 1. , 0.5]])]
        """
        return _rust.weights(self._footprint(EXACT))[0]

    def weights_center(self):
        """
        1 for each pixel whose centre is inside the aperture, else 0.

        Returns
        -------
        list of ndarray of float64
            As `weights_exact`.

        Raises
        ------
        ValueError, OverflowError, MemoryError
            If a bounding box does not exist or is too large.

        Examples
        --------
        >>> from astroapers import RectAp
        >>> RectAp((2, 2), 2, 1).weights_center()
        [array([[0., 1., 0.]])]
        """
        return _rust.weights(self._footprint(CENTER))[0]

    def to_patches(self, origin=(0, 0), **kwargs):
        """
        Outlines as matplotlib patches, in data coordinates.

        Parameters
        ----------
        origin : array_like, shape (2,), optional
            ``(x, y)`` to be subtracted from the positions, in pixels: that of the
            first pixel shown, if only a part of the image is.
        **kwargs
            Properties of `~matplotlib.patches.Patch`. Unless given, ``fill=False``;
            also ``facecolor="none"`` and ``edgecolor="C0"``, unless ``color`` is given.
            Classes with the attribute ``plot_samples`` take that as well.

        Returns
        -------
        Patch or list of Patch
            One for a scalar aperture; for a vector aperture a list with one per
            position. `~matplotlib.patches.Circle`, `~matplotlib.patches.Ellipse`, a
            `~matplotlib.patches.Polygon` for rectangles and wedges, else a
            `~matplotlib.patches.PathPatch`, in which holes run the other way round.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        ValueError
            If ``origin`` is not two finite numbers, or ``plot_samples`` is not an even
            integer of at least 4.

        Notes
        -----
        If it is filled, so is what sticks out of an outer contour, and where holes of a
        path overlap.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> patch = CircAp((20, 18), 3).to_patches(origin=(10, 10), color="red")
        >>> patch.center, patch.radius
        ((10.0, 8.0), 3.0)
        """
        return make_patches(self, origin, kwargs)

    def plot(self, ax=None, origin=(0, 0), **kwargs):
        """
        Draw the outlines; the limits of the axes stay as they are.

        Parameters
        ----------
        ax : `~matplotlib.axes.Axes` or None, optional
            Where to draw; `None` means the current axes of `matplotlib.pyplot`.
        origin, **kwargs
            As in `to_patches`.

        Returns
        -------
        Patch or list of Patch
            As from `to_patches`.

        Raises
        ------
        ImportError, ValueError
            As in `to_patches`.

        Examples
        --------
        >>> from matplotlib.figure import Figure
        >>> from astroapers import CircAn
        >>> ax = Figure().add_subplot()
        >>> patches = CircAn([(3, 4), (8, 7)], 1, 2).plot(ax, edgecolor="white", lw=0.5)
        >>> len(ax.patches)
        2
        """
        return plot_apertures(self, ax, origin, **kwargs)

    def _repr_html_(self):
        return as_html(self)


def _combined(first, second, operator):
    """Compound of two apertures, or `NotImplemented` if the second is no aperture."""
    return (
        PixelAp._compound(first, second, operator)
        if isinstance(second, PixelAp)
        else NotImplemented
    )


class SampledOutline(PixelAp):
    """
    Base of the apertures whose outline is drawn through ``plot_samples`` points.

    Examples
    --------
    >>> from astroapers import PillAp
    >>> PillAp((20, 18), 6, 2, 2, plot_samples=48)
    PillAp((20.0, 18.0), w=6.0, a=2.0, b=2.0, theta=0.0, plot_samples=48)
    """

    __slots__ = ("_plot_samples",)

    _shared = ("_plot_samples",)

    def _set_plot_samples(self, plot_samples, validate):
        self._plot_samples = as_plot_samples(plot_samples) if validate else plot_samples

    @property
    def plot_samples(self):
        """
        Number of points through which the outline is drawn; it has no other effect.

        Examples
        --------
        >>> from astroapers import PillAp
        >>> PillAp((20, 18), 6, 2, 2).plot_samples
        96
        """
        return self._plot_samples

    def __repr__(self):
        text = super().__repr__()
        if self._plot_samples == PLOT_SAMPLES:
            return text
        return f"{text.removesuffix(')')}, plot_samples={self._plot_samples})"
