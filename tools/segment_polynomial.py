"""Coefficients of the two polynomials in ``src/raster/rings/corners.rs``.

A quarter of the unit circle has the area t·Q(t²) up to a distance t from the centre, and
z^1.5/2 · P(z) beyond it, with z = (1 − t)/2. Both are smooth: P is used for t of at least 0.4,
and Q for smaller t. This script interpolates them at the Chebyshev nodes with 60 digits. It prints
the coefficients, and the largest relative errors of the polynomial and of its evaluation in
floating point.

Needs mpmath. Usage: python tools/segment_polynomial.py
"""

from mpmath import asin, chebyfit, mp, mpf, sqrt

mp.dps = 60
SPLIT = mpf(4) / 10


def beyond(z):
    """P(z), with its limit 16/3 at 0."""
    if z < mpf(10) ** -30:
        return mpf(16) / 3
    s = sqrt(z)
    return (2 * asin(s) - 2 * s * sqrt(1 - z) * (1 - 2 * z)) / (z * s)


def up_to(z):
    """Q(z), with its limit 1 at 0."""
    if z < mpf(10) ** -30:
        return mpf(1)
    t = sqrt(z)
    return (t * sqrt(1 - z) + asin(t)) / (2 * t)


def horner(coefficients, z):
    result = coefficients[0] * 0
    for c in coefficients:
        result = result * z + c
    return result


def show(name, function, end, degree):
    exact = chebyfit(function, [0, end], degree + 1)
    rounded = [float(c) for c in exact]
    points = [end * k / 2000 for k in range(2001)]
    of_polynomial = max(abs(horner(exact, z) / function(z) - 1) for z in points)
    of_floats = max(
        abs(mpf(horner(rounded, float(z))) / function(mpf(float(z))) - 1) for z in points
    )
    print(name)
    for c in reversed(rounded):
        print(f"    {c!r},")
    print(f"relative error {float(of_polynomial):.1e}, in floating point {float(of_floats):.1e}")


if __name__ == "__main__":
    show("P", beyond, (1 - SPLIT) / 2, 12)
    show("Q", up_to, SPLIT**2, 9)
