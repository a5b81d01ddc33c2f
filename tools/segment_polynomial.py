"""Coefficients of the polynomial in ``src/raster/corners.rs``.

With z = sin²(φ/2) the segment of the unit circle beyond the half angle φ has the area
φ − sin φ cos φ = z^1.5 · P(z), and P is smooth on 0 ≤ z ≤ 1/2. This interpolates P at the Chebyshev
nodes with 60 digits, prints the coefficients of the powers of z, and the largest relative error of
the polynomial and of its evaluation in floating point.

Needs mpmath. Usage: python tools/segment_polynomial.py [degree]
"""

import sys

from mpmath import asin, chebyfit, mp, mpf, sqrt

mp.dps = 60


def scaled_segment(z):
    """P(z), with its limit 16/3 at 0."""
    if z < mpf(10) ** -30:
        return mpf(16) / 3
    s = sqrt(z)
    return (2 * asin(s) - 2 * s * sqrt(1 - z) * (1 - 2 * z)) / (z * s)


def horner(coefficients, z):
    result = coefficients[0] * 0
    for c in coefficients:
        result = result * z + c
    return result


def main(degree):
    exact = chebyfit(scaled_segment, [0, mpf(1) / 2], degree + 1)
    rounded = [float(c) for c in exact]
    points = [mpf(k) / 4000 for k in range(2001)]
    of_polynomial = max(abs(horner(exact, z) / scaled_segment(z) - 1) for z in points)
    of_floats = max(
        abs(mpf(horner(rounded, float(z))) / scaled_segment(mpf(float(z))) - 1) for z in points
    )
    for c in reversed(rounded):
        print(f"    {c!r},")
    print(f"relative error {float(of_polynomial):.1e}, in floating point {float(of_floats):.1e}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16)
