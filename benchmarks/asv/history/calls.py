"""Every kind of call, on one thread and the same image."""

import numpy as np
from photutils.aperture import CircularAperture

import astroapers as aap
from astroapers import _rust
from astroapers.photutils import aperture_photometry

SIZE, MARGIN = 1024, 60.0  # px
POLYGON = [("move", 0, 7), ("line", 7, 0), ("line", 0, -5), ("line", -6, 0), ("close",)]
SHAPES = {
    "circle 3": lambda p: aap.CircAp(p, 3.0),
    "circle 5": lambda p: aap.CircAp(p, 5.0),
    "circle 20": lambda p: aap.CircAp(p, 20.0),
    "annulus": lambda p: aap.CircAn(p, 8.0, 12.0),
    "ellipse": lambda p: aap.EllipAp(p, 8.0, 4.0, 0.6),
    "rectangle": lambda p: aap.RectAp(p, 12.0, 6.0, 0.6),
    "polygon": lambda p: aap.PathAp(p, POLYGON),
    "pill": lambda p: aap.PillAp(p, 6.0, 4.0, 4.0, 0.6),
    "wedge": lambda p: aap.WedgeAp(p, 5.0, 20.0, 0.6, 0.7),
}


class Field:
    """An image with its mask, and scattered positions."""

    def setup(self, *_):
        """Make them, the same ones every time."""
        aap.set_num_threads(1)
        rng = np.random.default_rng(20260101)
        self.image = rng.normal(100.0, 10.0, (SIZE, SIZE))
        self.mask = rng.random(self.image.shape) < 0.01
        self.positions = rng.uniform(MARGIN, SIZE - 1 - MARGIN, (2000, 2))


class Sums(Field):
    """Sums of 2,000 apertures of every shape."""

    params = (list(SHAPES), ["exact", "center"])
    param_names = ("shape", "method")

    def time_sums(self, shape, method):
        """From positions to sums."""
        getattr(SHAPES[shape](self.positions), f"apsum_{method}")(self.image)


class Types(Field):
    """The same circles on images of several types."""

    params = ("f8", ">f8", "f4", ">f4", "i2", "u2")
    param_names = ("dtype",)

    def setup(self, dtype):
        """Convert the image."""
        super().setup()
        self.image = self.image.astype(dtype)

    def time_sums(self, dtype):
        """From positions to sums."""
        aap.CircAp(self.positions, 5.0).apsum_exact(self.image)


class Calls(Field):
    """Other ways to call."""

    def time_mask(self):
        """With a mask."""
        aap.CircAp(self.positions, 5.0).apsum_exact(self.image, self.mask)

    def time_large(self):
        """Circles of 50 px."""
        aap.CircAp(self.positions[:200], 50.0).apsum_exact(self.image)

    def time_one_object(self):
        """One source, by an aperture."""
        aap.CircAp((500.3, 400.6), 5.0).apsum_exact(self.image)

    def time_one_raw(self):
        """One source, by the raw layer."""
        _rust.apsum_circ_exact_sum_one(self.image, 500.3, 400.6, 5.0)

    def time_weights(self):
        """Weights of 2,000 circles."""
        aap.CircAp(self.positions, 5.0).weights_exact()

    def time_values(self):
        """Values of the pixels in as many annuli."""
        aap.CircAn(self.positions, 8.0, 12.0).sampled_values(self.image)

    def time_drop_in(self):
        """A table of sums, as from photutils."""
        aperture_photometry(self.image, CircularAperture(self.positions, 5.0))

    def peakmem_sums(self):
        """Memory of the process."""
        aap.CircAp(np.tile(self.positions, (50, 1)), 5.0).apsum_exact(self.image)
