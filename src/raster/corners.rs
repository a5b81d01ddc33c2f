//! Small discs and rings, the apertures of most calls, by corner areas: quicker than the walk, and the same coverage.
//!
//! S(x, y) is the signed area of the disc within the rectangle from its centre to the corner (x, y). Inside the circle
//! that is x·y; outside it is separable, h(x) + h(y) with the signs of x and y, where h(t) is an eighth of the disc
//! less the quarter beyond t. So one table of h per direction serves all corners, and the weight of a pixel is the
//! second difference of S over its corners: no branches, whole rows at a time.
//!
//! The rounding of a weight is a few r²·ε, which is why this ends at [`MAX_RADIUS`].

use super::Window;
use super::coverage::Coverage;
use super::vectors::{COUNT, eight, lot, room, significant};
use super::walk::Clip;
use crate::arithmetic::{larger, smaller};
use crate::geometry::Point;
use pulp::{Arch, Simd, WithSimd};
use std::f64::consts::PI;

/// Larger circles are walked.
pub(super) const MAX_RADIUS: f64 = 12.0;

/// A disc, or the ring between two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ring {
    pub r_in: f64,
    pub r_out: f64,
}

/// Whether a window of this size is small enough: one side more of corners than of pixels.
pub(super) fn fits(window: &Window) -> bool {
    window.width().max(window.height()) < MOST
}

/// Most corners of a row.
const MOST: usize = COUNT.len();

/// Writes the coverage of a ring of at most [`MAX_RADIUS`] around `centre`, in a window that fits.
#[inline(always)]
pub(super) fn scan_ring(ring: Ring, centre: Point, clip: &Clip, spare: &mut Vec<f64>, out: &mut Coverage) {
    let (width, height) = (out.window().width(), out.window().height());
    let place = Placed { ring, x: clip.x_lo - centre.x, y: clip.y_lo as f64 - centre.y, width };
    macro_rules! with_corners {
        ($($n:literal)+) => {
            // As few as hold them, in steps of half a cache line.
            match width.max(height) / 4 {
                $(k if k < $n / 4 => {
                    let cutoff = out.cutoff();
                    Arch::new().dispatch(Rows::<$n> { place: &place, cutoff, spare, weights: out.start_dense($n) });
                })+
                _ => debug_assert!(false, "the window fits"),
            }
        };
    }
    with_corners!(8 12 16 20 24 28 32);
}

/// A ring and its window; `x` and `y` are the lowest corner, relative to the centre.
struct Placed {
    ring: Ring,
    x: f64,
    y: f64,
    width: usize,
}

/// The weights of all rows, `N` for each. N is more than width and height.
struct Rows<'a, const N: usize> {
    place: &'a Placed,
    cutoff: f64,
    spare: &'a mut Vec<f64>,
    weights: &'a mut [f64],
}

impl<const N: usize> WithSimd for Rows<'_, N> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { place, cutoff, spare, weights } = self;
        let len = weights.len();
        // One more than there are: the last column of a row looks at the first of the next one.
        let (steps, taken) = room(spare, 2 * (len + N)).split_at_mut(len + N);
        let mut outer = Corners::<N>::new(simd, place.ring.r_out, place);
        outer.write_steps(simd, &mut steps[..len]);
        // Columns beyond the window have no weight.
        outer.near[place.width..].fill(f64::INFINITY);
        outer.far[place.width..].fill(f64::INFINITY);
        let cutoff = simd.splat_f64s(cutoff);
        if place.ring.r_in > 0.0 {
            let inner = Corners::<N>::new(simd, place.ring.r_in, place);
            inner.write_steps(simd, &mut taken[..len]);
            for (row, weights) in weights.chunks_exact_mut(N).enumerate() {
                let (weights, _) = S::as_mut_simd_f64s(weights);
                for (k, weight) in weights.iter_mut().enumerate() {
                    let hole = inner.weight(simd, row, k, taken);
                    let ring = simd.sub_f64s(outer.weight(simd, row, k, steps), hole);
                    *weight = significant(simd, ring, cutoff);
                }
            }
        } else {
            for (row, weights) in weights.chunks_exact_mut(N).enumerate() {
                let (weights, _) = S::as_mut_simd_f64s(weights);
                for (k, weight) in weights.iter_mut().enumerate() {
                    *weight = significant(simd, outer.weight(simd, row, k, steps), cutoff);
                }
            }
        }
    }
}

/// The grid lines in one direction, as a circle of radius r sees them.
struct Lines<const N: usize> {
    /// Distance from the centre, at most r.
    t: [f64; N],
    /// Its square.
    square: [f64; N],
    /// h(t).
    h: [f64; N],
    /// On which side: 1 or -1.
    sign: [f64; N],
}

impl<const N: usize> Lines<N> {
    #[inline(always)]
    fn new<S: Simd>(simd: S, r: f64, first: f64) -> Self {
        let mut lines = Self { t: [0.0; N], square: [0.0; N], h: [0.0; N], sign: [0.0; N] };
        let (first, radius) = (simd.splat_f64s(first), simd.splat_f64s(r));
        let per_2r = simd.splat_f64s(0.5 / r);
        // ½·r²·z^1.5 is sqrt(u³·scale) for u = r − t: the root halves the rounding of what is under it.
        let scale = simd.splat_f64s(r / 32.0);
        let (eighth, rest) = eighth_of_disc(r);
        let (eighth, rest) = (simd.splat_f64s(eighth), simd.splat_f64s(rest));
        let (zero, right, left) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0), simd.splat_f64s(-1.0));
        let (count, _) = S::as_simd_f64s(&COUNT[..N]);
        let (t, _) = S::as_mut_simd_f64s(&mut lines.t);
        let (square, _) = S::as_mut_simd_f64s(&mut lines.square);
        let (h, _) = S::as_mut_simd_f64s(&mut lines.h);
        let (sign, _) = S::as_mut_simd_f64s(&mut lines.sign);
        for i in 0..count.len() {
            let line = simd.add_f64s(first, count[i]);
            let distance = simd.min_f64s(simd.abs_f64s(line), radius);
            let u = simd.sub_f64s(radius, distance);
            let cube = simd.mul_f64s(simd.mul_f64s(u, u), simd.mul_f64s(u, scale));
            let power = simd.neg_f64s(simd.sqrt_f64s(cube));
            t[i] = distance;
            square[i] = simd.mul_f64s(distance, distance);
            let beyond = simd.mul_add_e_f64s(power, segment_factor(simd, simd.mul_f64s(u, per_2r)), rest);
            let far = simd.add_f64s(eighth, beyond);
            let near = simd.sub_f64s(simd.sub_f64s(strip(simd, r, distance), rest), eighth);
            let is_near = simd.less_than_f64s(square[i], simd.splat_f64s(NEAR * (r * r)));
            h[i] = simd.select_f64s(is_near, near, far);
            sign[i] = simd.select_f64s(simd.less_than_f64s(line, zero), left, right);
        }
        lines
    }

    /// Squares of the least and of the largest distance between each line and the next.
    #[inline(always)]
    fn between(&self) -> ([f64; N], [f64; N]) {
        let (mut near, mut far) = ([0.0; N], self.square);
        for i in 0..N - 1 {
            let (a, b) = (self.square[i], self.square[i + 1]);
            near[i] = if self.sign[i] == self.sign[i + 1] { smaller(a, b) } else { 0.0 };
            far[i] = larger(a, b);
        }
        (near, far)
    }
}

/// All there is to know of the corners around a window.
struct Corners<const N: usize> {
    columns: Lines<N>,
    /// Of each row's lower side: t and h with their sign, the sign, and what of r² the square of t leaves.
    rows: Lines<N>,
    /// Squares of the nearest and of the farthest x of each column.
    near: [f64; N],
    far: [f64; N],
    /// What of r² the nearest and the farthest y of each row leave.
    near_left: [f64; N],
    far_left: [f64; N],
}

impl<const N: usize> Corners<N> {
    #[inline(always)]
    fn new<S: Simd>(simd: S, r: f64, place: &Placed) -> Self {
        let (columns, mut rows) = (Lines::new(simd, r, place.x), Lines::new(simd, r, place.y));
        let (near, far) = columns.between();
        let (mut near_left, mut far_left) = rows.between();
        for i in 0..N {
            near_left[i] = r * r - near_left[i];
            far_left[i] = r * r - far_left[i];
            rows.square[i] = r * r - rows.square[i];
            rows.t[i] *= rows.sign[i];
            rows.h[i] *= rows.sign[i];
        }
        Self { columns, rows, near, far, near_left, far_left }
    }

    /// By how much S grows over each row, along the left side of each column.
    #[inline(always)]
    fn write_steps<S: Simd>(&self, simd: S, out: &mut [f64]) {
        for k in 0..N / S::F64_LANES {
            let mut below = self.along(simd, k, 0);
            for (row, steps) in out.chunks_exact_mut(N).enumerate() {
                let above = self.along(simd, k, row + 1);
                S::as_mut_simd_f64s(steps).0[k] = simd.sub_f64s(above, below);
                below = above;
            }
        }
    }

    /// S along a grid line, in the k-th lot of columns.
    #[inline(always)]
    fn along<S: Simd>(&self, simd: S, k: usize, line: usize) -> S::f64s {
        let (x, y) = (&self.columns, &self.rows);
        let inside = simd.mul_f64s(lot(simd, &x.t, k), simd.splat_f64s(y.t[line]));
        let sign = simd.splat_f64s(y.sign[line]);
        let outside = simd.mul_add_e_f64s(lot(simd, &x.h, k), sign, simd.splat_f64s(y.h[line]));
        let left = simd.splat_f64s(y.square[line]);
        let is_inside = simd.less_than_or_equal_f64s(lot(simd, &x.square, k), left);
        simd.mul_f64s(lot(simd, &x.sign, k), simd.select_f64s(is_inside, inside, outside))
    }

    /// The weights of the k-th lot of columns in a row.
    #[inline(always)]
    fn weight<S: Simd>(&self, simd: S, row: usize, k: usize, steps: &[f64]) -> S::f64s {
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let from = row * N;
        let left = lot(simd, &steps[from..from + N], k);
        let right = lot(simd, &steps[from + 1..from + 1 + N], k);
        let covered = simd.min_f64s(simd.max_f64s(simd.sub_f64s(right, left), zero), one);
        // What the circle does not touch is all in or all out, without the rounding of S.
        let out =
            simd.greater_than_or_equal_f64s(lot(simd, &self.near, k), simd.splat_f64s(self.near_left[row]));
        let within =
            simd.less_than_or_equal_f64s(lot(simd, &self.far, k), simd.splat_f64s(self.far_left[row]));
        simd.select_f64s(within, one, simd.select_f64s(out, zero, covered))
    }
}

// Functions, since what is inlined into a closure does not know of the processor's instructions.

/// π·r²/8, and what its rounding leaves: at a pixel that the axes pass through that would count four times.
fn eighth_of_disc(r: f64) -> (f64, f64) {
    /// π/8 in two parts.
    const EIGHTH: (f64, f64) = (PI / 8.0, 1.530_808_498_934_191_8e-17);
    let square = r * r;
    let rest_of_square = r.mul_add(r, -square);
    let eighth = EIGHTH.0 * square;
    let rest = EIGHTH.0.mul_add(square, -eighth) + (EIGHTH.1 * square + EIGHTH.0 * rest_of_square);
    (eighth, rest)
}

/// Lines nearer to the centre than the root of this part of the radius squared are reckoned from it. From the circle,
/// a rounding of nearly the whole quarter would count, twice where the two sides of a pixel are such lines.
const NEAR: f64 = 0.03;

/// The area of the quarter disc up to a distance t that is near: r·t·(1 − τ²/6 − τ⁴/40 − …) with τ = t/r, the integral of
/// the series of r·sqrt(1 − τ²).
#[inline(always)]
fn strip<S: Simd>(simd: S, r: f64, t: S::f64s) -> S::f64s {
    const A: [f64; 9] = {
        let (mut a, mut binomial, mut k) = ([0.0; 9], 1.0, 0);
        while k < 9 {
            a[k] = binomial / (2 * k + 1) as f64;
            binomial *= (k as f64 - 0.5) / (k + 1) as f64;
            k += 1;
        }
        a
    };
    let tau = simd.mul_f64s(t, simd.splat_f64s(1.0 / r));
    let z = simd.mul_f64s(tau, tau);
    let z2 = simd.mul_f64s(z, z);
    let z4 = simd.mul_f64s(z2, z2);
    let high =
        simd.mul_add_e_f64s(simd.mul_f64s(z4, z4), simd.splat_f64s(A[8]), eight(simd, &A, 0, [z, z2, z4]));
    simd.mul_f64s(simd.mul_f64s(t, simd.splat_f64s(r)), high)
}

/// P(z), where z^1.5·P(z) is φ − sin φ cos φ, the segment of the unit circle beyond the half angle φ up to π/2, and
/// z = sin²(φ/2).
///
/// It is smooth; `tools/segment_polynomial.py` makes the coefficients, right to 2e-16.
#[inline(always)]
fn segment_factor<S: Simd>(simd: S, z: S::f64s) -> S::f64s {
    const P: [f64; 17] = [
        5.333333333333333,
        -1.5999999999998153,
        -0.2857142857496076,
        -0.11111110844578101,
        -0.05681828730552236,
        -0.03365132300844823,
        -0.021914619567899585,
        -0.01473522449039694,
        -0.014364855356691507,
        0.010607624910990961,
        -0.08544490975789985,
        0.23807429946067327,
        -0.5506557970289951,
        0.8710207964275731,
        -0.9515700075008573,
        0.6290812426189434,
        -0.20125283164285482,
    ];
    // By pairs of pairs, so that the processor need not wait for one term before it begins the next.
    let z2 = simd.mul_f64s(z, z);
    let z4 = simd.mul_f64s(z2, z2);
    let z8 = simd.mul_f64s(z4, z4);
    let low = eight(simd, &P, 0, [z, z2, z4]);
    let high = eight(simd, &P, 8, [z, z2, z4]);
    let high = simd.mul_add_e_f64s(simd.splat_f64s(P[16]), z8, high);
    simd.mul_add_e_f64s(high, z8, low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::Scalar;

    #[test]
    fn segments_of_the_unit_circle() {
        for k in 0..=1000 {
            let phi = PI / 2.0 * f64::from(k) / 1000.0;
            let z = (phi / 2.0).sin().powi(2);
            let expected = phi - phi.sin() * phi.cos();
            assert!((z * z.sqrt() * segment_factor(Scalar::new(), z) - expected).abs() <= 8e-16, "φ = {phi}");
        }
    }

    #[test]
    fn a_quarter_lies_within_any_far_corner() {
        // Lines from −3.5 on: the last one but one and the last one are both beyond the disc.
        let simd = Scalar::new();
        let ring = Ring { r_in: 0.0, r_out: 2.0 };
        let corners = Corners::<8>::new(simd, 2.0, &Placed { ring, x: -3.5, y: -3.5, width: 7 });
        let along = |k, line| corners.along(simd, k, line);
        assert!((along(7, 7) - along(0, 7) - 2.0 * PI).abs() < 1e-15);
        assert_eq!(along(7, 7), along(6, 7));
        assert_eq!(along(4, 4) - along(3, 4), 0.5);
    }
}
