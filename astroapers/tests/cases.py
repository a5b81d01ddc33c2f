"""Images, apertures and small helpers that several test modules share."""

import subprocess
import sys

import numpy as np

from astroapers import (
    CircAn,
    CircAp,
    EllipAn,
    EllipAp,
    PathAp,
    PillAn,
    PillAp,
    RectAn,
    RectAp,
    WedgeAp,
)

# The image and the mask of the check cases.
_Y, _X = np.mgrid[0:40, 0:44]
IMAGE = (1 + (7 * _X + 13 * _Y + 3 * _X * _Y) % 101).astype(np.float64)
MASK = (3 * _X + 5 * _Y) % 7 == 0
IMAGE.flags.writeable = False
MASK.flags.writeable = False

# One typical set of parameters for every class.
PARAMS = {
    CircAp: {"r": 5.25},
    EllipAp: {"a": 7.5, "b": 2.5, "theta": 0.6},
    RectAp: {"w": 9.0, "h": 4.0, "theta": 0.35},
    CircAn: {"r_in": 4.0, "r_out": 7.5},
    EllipAn: {
        "a_in": 4.0, "b_in": 2.0, "a_out": 9.0, "b_out": 6.0, "theta_in": 0.3, "theta_out": 0.8,
    },
    RectAn: {
        "w_in": 4.0, "h_in": 2.0, "w_out": 12.0, "h_out": 9.0, "theta_in": 0.3, "theta_out": -0.5,
    },
    PillAp: {"w": 6.0, "a": 4.0, "b": 2.0, "theta": 0.4},
    PillAn: {
        "w_in": 3.0, "a_in": 1.5, "b_in": 1.5, "w_out": 6.0, "a_out": 4.0, "b_out": 4.0,
        "theta_in": 0.3, "theta_out": 0.5,
    },
    WedgeAp: {
        "r_in": 3.0, "r_out": 8.0, "theta_in": 0.7, "dtheta_in": 1.2, "theta_out": 0.9,
        "dtheta_out": 1.6,
    },
    PathAp: {
        "segments": [
            ("move", -4.0, -3.0), ("line", 5.0, -2.0), ("line", 3.0, 6.0),
            ("arc", 1.0, 6.0, 2.0, 0.0, 2.5), ("line", -1.0, 2.0), ("close",),
        ],
        "holes": [
            [("move", 0.5, -1.0), ("line", 2.0, -1.0), ("line", 1.5, 1.0), ("close",)],
        ],
    },
}  # fmt: skip
CLASSES = tuple(PARAMS)
# Those whose parameters are numbers, which can be given for each source.
NUMERIC = tuple(cls for cls in CLASSES if cls is not PathAp)
# Those with the attribute `plot_samples`.
SAMPLED = (PillAp, PillAn, WedgeAp, PathAp)
METHODS = ("exact", "center")

# Inside the image, at its corners and edges, and outside.
POSITIONS = np.array(
    [(20.3, 17.6), (20.0, 18.0), (0.2, -1.3), (42.6, 38.9), (-1.5, 20.3), (43.5, 39.5), (90.0, 5.0)]
)


def make(cls, positions, **changes):
    """An aperture of a class with its typical parameters."""
    return cls(positions, **{**PARAMS[cls], **changes})


def scaled(cls, factor):
    """Typical parameters of a class, with all lengths ``factor`` times as large."""
    if cls is not PathAp:
        angles = cls._spec.angles
        return {name: v if name in angles else v * factor for name, v in PARAMS[cls].items()}

    def contour(segments):
        for command, *numbers in segments:  # the first three of an arc are lengths
            yield command, *(v * factor for v in numbers[:3]), *numbers[3:]

    segments, holes = PARAMS[cls].values()
    return {"segments": contour(segments), "holes": map(contour, holes)}


def apsum(aperture, method, *args, **kwargs):
    """``apsum_exact`` or ``apsum_center``."""
    return getattr(aperture, f"apsum_{method}")(*args, **kwargs)


def npix(aperture, method, *args, **kwargs):
    """``npix_exact`` or ``npix_center``."""
    return getattr(aperture, f"npix_{method}")(*args, **kwargs)


def weights(aperture, method):
    """``weights_exact`` or ``weights_center``."""
    return getattr(aperture, f"weights_{method}")()


def full_weights(aperture, method, shape):
    """Weights on the whole image, shape (N, ny, nx)."""
    boxes = aperture.bboxes()
    return np.array(
        [box.to_image(w, shape) for box, w in zip(boxes, weights(aperture, method), strict=True)]
    ).reshape(-1, *shape)


def run_python(code):
    """Standard output of a fresh interpreter, which must succeed; a warning is an error."""
    done = subprocess.run(
        [sys.executable, "-P", "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
