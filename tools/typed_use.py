"""Typed code that uses the public names, to be checked by ``mypy --strict``; it can also be run."""

import numpy as np
from numpy.typing import NDArray

import astroapers as aap
from astroapers.plotting import plot_weights, to_patch_list


def photometry(
    image: NDArray[np.float32], stars: NDArray[np.float64], radius: float
) -> NDArray[np.float64]:
    """Source sums above the median of an annulus."""
    aperture = aap.CircAp(stars, r=radius)
    annulus = aap.CircAn(stars, r_in=2 * radius, r_out=3 * radius)
    sky = np.array([np.median(values) for values in annulus.sampled_values(image)])
    apsum, npix = aperture.apsum_exact(image)
    result: NDArray[np.float64] = apsum - sky * npix
    return result


def part_inside(box: aap.BoundingBox, shape: tuple[int, int]) -> int:
    """Count the pixels of a box that are in an image."""
    overlap = box.overlap_slices(shape)
    if overlap is None:
        return 0
    rows, columns = overlap[0]
    return int(rows.stop - rows.start) * int(columns.stop - columns.start)


def shapes() -> list[aap.PixelAp]:
    """Return one aperture of most kinds."""
    corner = [("move", 0, 0), ("line", 4, 0), ("line", 0, 2), ("close",)]
    return [
        aap.EllipAp((9, 9), 4, 2, theta=0.3),
        aap.RectAn((9, 9), 2, 2, 5, 4, theta_in=0.1),
        aap.PillAp((9, 9), 4, 2, 2, plot_samples=48),
        aap.WedgeAp((9, 9), 2, 8, theta_in=0.1, dtheta_in=1.0),
        aap.PathAp((9, 9), corner),
        aap.CircAp((9, 9), 4) - aap.RectAp((9, 9), 9, 2),
    ]


def main() -> None:
    """Use them."""
    image = np.ones((40, 40), dtype=np.float32)
    stars = np.array([[12.0, 14.5], [25.2, 20.1]])
    assert photometry(image, stars, 3.0).shape == (2,)
    for shape in shapes():
        boxes: list[aap.BoundingBox] = shape.bboxes()
        weights = shape.weights_exact()
        assert part_inside(boxes[0], (40, 40)) == weights[0].size
        assert to_patch_list(shape.to_patches())
        plot_weights(shape, method="center")
    first: aap.CircAp = aap.CircAp(stars, 3)[0]
    values, offsets = aap.CircAp(stars, 3).sampled_values(image, flat=True)
    assert first.isscalar
    assert offsets[-1] == len(values)
    sums, areas = aap.apsum_circ_exact(image, stars[:, 0], stars[:, 1], 3.0)
    assert sums.shape == areas.shape
    assert aap.farthest_mask_pixel(image, (2, 3)) > 0


if __name__ == "__main__":
    main()
