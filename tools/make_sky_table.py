#!/usr/bin/env python3
"""
Write the table of the user guide about the accuracy of approximations on the sky.

Circles on the sky are compared with their approximations in pixels, under two WCS with distortion
(SIP) that come with astropy's own tests. Needs regions and shapely. Usage::

    python tools/make_sky_table.py

"""

import warnings
from pathlib import Path

import numpy as np
import shapely
from astropy import units as u
from regions import CircleSkyRegion

from astroapers.regions import LocalBoundaryWarning, to_aperture
from astroapers.sky.curves import Tangent, circle
from astroapers.sky.projection import Projection
from astroapers.tests.sky.helpers import acs, along, irac, true_distance

TARGET = Path(__file__).resolve().parent.parent / "docs" / "user_guide" / "sky_table.inc"
TOL = 1e-3
FINE = 1e-6  # px; tolerance of the boundary that counts as the true one
CASES = (
    ("ACS, middle", acs, (2048, 1024), (0.5, 10.0)),
    ("ACS, corner", acs, (4000, 2000), (0.5, 2.5, 25.0)),
    ("IRAC, corner", irac, (240, 240), (6.0, 60.0)),
)
HEAD = """\
.. Written by tools/make_sky_table.py; not to be edited.

.. list-table::
   :header-rows: 2

   * - WCS, place
     - radius
     - radius
     - circle:
     -
     - ellipse:
     -
     - exact:
     -
     -
   * -
     - arcsec
     - px
     - displaced
     - edge, px
     - displaced
     - edge, px
     - pieces
     - estimate, px
     - edge, px
"""


def ellipse_ring(region):
    """Vertices of a fine polygon on the outline of a circular or elliptical pixel region."""
    t = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    if hasattr(region, "radius"):
        a = b = region.radius
        theta = 0.0
    else:
        a, b, theta = region.width / 2, region.height / 2, region.angle.to_value("rad")
    x, y = a * np.cos(t), b * np.sin(t)
    cos, sin = np.cos(theta), np.sin(theta)
    return np.stack((region.center.x + x * cos - y * sin, region.center.y + x * sin + y * cos), 1)


def row(name, wcs, center, radius):
    """One line of the table."""
    coord = wcs.pixel_to_world(*center)
    sky = CircleSkyRegion(coord, radius * u.arcsec)
    truth = to_aperture(sky, wcs, boundary="exact", tol=FINE)
    exact = to_aperture(sky, wcs, boundary="exact", tol=TOL)
    contour = circle(Tangent.at(coord), np.radians(radius / 3600))
    projection = Projection(wcs, coord.frame.replicate_without_data())
    xy, _ = projection.pixels(along(contour, 1000))
    cells = [name, f"{radius:g}", f"{np.sqrt(truth.area / np.pi):.0f}"]
    for local in (sky.to_pixel(wcs), sky.to_pixel(wcs, as_ellipse=True)):
        displaced = (to_aperture(local) ^ truth).area / truth.area
        ring = shapely.LinearRing(ellipse_ring(local))
        edge = shapely.distance(ring, shapely.points(xy)).max()
        cells += [f"{displaced:.2%}" if displaced > 1e-3 else f"{displaced:.3%}", f"{edge:.2g}"]
    edge = true_distance(exact.segments, exact.positions[0], xy)
    pieces = len(exact.segments) - 2
    return [*cells, str(pieces), f"{exact.edge_error:.1e}", f"{edge:.1e}"]


def main():
    """Measure all cases, and write the table."""
    warnings.simplefilter("ignore", LocalBoundaryWarning)
    lines = [HEAD]
    for name, make, center, radii in CASES:
        wcs = make()
        for radius in radii:
            first, *others = row(name, wcs, center, radius)
            lines += [f"   * - {first}\n", *(f"     - {cell}\n" for cell in others)]
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
