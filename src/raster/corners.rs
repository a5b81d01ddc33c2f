//! Small discs and rings, the apertures of most calls, by corner areas: quicker than the walk, and the same coverage.
//!
//! S(x, y) is the signed area of the disc within the rectangle from its centre to the corner (x, y). Inside the circle
//! that is x·y; outside it is separable, h(x) + h(y) with the signs of x and y, where h(t) is an eighth of the disc
//! less the quarter beyond t. So one table of h per direction serves all corners, and the weight of a pixel is the
//! second difference of S over its corners: no branches, whole rows at a time.
//!
//! The rounding of a weight is a few r²·ε, which is why this ends at [`MAX_RADIUS`].

use super::coverage::Coverage;
use super::walk::Clip;
use crate::arithmetic::{larger, smaller};
use crate::geometry::Point;
use multiversion::multiversion;
use std::f64::consts::PI;

/// Larger circles are walked.
pub(super) const MAX_RADIUS: f64 = 12.0;

/// A disc, or the ring between two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ring {
    pub r_in: f64,
    pub r_out: f64,
}

/// Writes the coverage of a ring of at most [`MAX_RADIUS`] around `centre`.
#[inline(always)]
pub(super) fn scan_ring(ring: Ring, centre: Point, clip: &Clip, out: &mut Coverage) {
    let (width, height) = (out.window().width(), out.window().height());
    let at = (clip.x_lo - centre.x, clip.y_lo as f64 - centre.y);
    // Corners of a row, in as few registers as hold them.
    match width.max(height) {
        0..8 => rows::<8>(ring, at, width, height, out),
        8..16 => rows::<16>(ring, at, width, height, out),
        16..24 => rows::<24>(ring, at, width, height, out),
        _ => rows::<32>(ring, at, width, height, out),
    }
}

/// Row by row. `at` is the lowest corner, relative to the centre; N is more than width and height.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq", "x86_64+avx2"))]
fn rows<const N: usize>(ring: Ring, at: (f64, f64), width: usize, height: usize, out: &mut Coverage) {
    let outer = Corners::<N>::new(ring.r_out, at);
    let mut below = outer.steps(0);
    if ring.r_in > 0.0 {
        let inner = Corners::<N>::new(ring.r_in, at);
        let mut below_inner = inner.steps(0);
        for row in 0..height {
            let mut weights = outer.weights(row, &mut below);
            let taken = inner.weights(row, &mut below_inner);
            for (weight, taken) in weights.iter_mut().zip(taken) {
                *weight = larger(*weight - taken, 0.0);
            }
            out.dense(row, &weights, width);
        }
    } else {
        for row in 0..height {
            out.dense(row, &outer.weights(row, &mut below), width);
        }
    }
}

/// The grid lines in one direction, as a circle of radius r sees them.
struct Lines<const N: usize> {
    /// Distance from the centre, signed, at most r.
    t: [f64; N],
    /// Its square.
    square: [f64; N],
    /// h(t), with the sign of t.
    h: [f64; N],
}

impl<const N: usize> Lines<N> {
    #[inline(always)]
    fn new(r: f64, first: f64) -> Self {
        let (mut t, mut square, mut h) = ([0.0; N], [0.0; N], [0.0; N]);
        let (per_2r, r2, eighth) = (0.5 / r, r * r, PI / 8.0 * (r * r));
        for i in 0..N {
            let line = first + i as f64;
            let distance = smaller(line.abs(), r);
            t[i] = distance.copysign(line);
            square[i] = distance * distance;
            let beyond = 0.5 * r2 * unit_segment((r - distance) * per_2r);
            // h is negative near the centre: a product, not a copied sign.
            h[i] = 1_f64.copysign(line) * (eighth - beyond);
        }
        Self { t, square, h }
    }
}

/// All there is to know of the corners around a window.
struct Corners<const N: usize> {
    r2: f64,
    rows: Lines<N>,
    /// The left sides of the columns, and their right sides: no lane ever needs its neighbour.
    left: Lines<N>,
    right: Lines<N>,
    /// Squares of the nearest and of the farthest x of each column, and of the nearest y of each row.
    near: [f64; N],
    far: [f64; N],
    near_rows: [f64; N],
}

impl<const N: usize> Corners<N> {
    #[inline(always)]
    fn new(r: f64, at: (f64, f64)) -> Self {
        let left = Lines::new(r, at.0);
        let shifted = |lines: &[f64; N]| {
            let mut next = *lines;
            next.rotate_left(1);
            next
        };
        let right = Lines { t: shifted(&left.t), square: shifted(&left.square), h: shifted(&left.h) };
        let rows = Lines::new(r, at.1);
        let nearest = |low: &[f64; N], high: &[f64; N]| {
            let mut near = [0.0; N];
            for (near, (&low, &high)) in near.iter_mut().zip(low.iter().zip(high)) {
                let distance = larger(larger(low, -high), 0.0);
                *near = distance * distance;
            }
            near
        };
        let mut far = left.square;
        for (far, &right) in far.iter_mut().zip(&right.square) {
            *far = larger(*far, right);
        }
        let (near, near_rows) = (nearest(&left.t, &right.t), nearest(&rows.t, &shifted(&rows.t)));
        Self { r2: r * r, rows, left, right, near, far, near_rows }
    }

    /// By how much S grows from the left to the right side of each column, on one grid line.
    #[inline(always)]
    fn steps(&self, line: usize) -> [f64; N] {
        let (y, y2, h) = (self.rows.t[line], self.rows.square[line], self.rows.h[line]);
        let sign = 1_f64.copysign(y);
        let s = |lines: &Lines<N>, i: usize| {
            let outside = sign * lines.h[i] + 1_f64.copysign(lines.t[i]) * h;
            if lines.square[i] + y2 <= self.r2 { lines.t[i] * y } else { outside }
        };
        let mut steps = [0.0; N];
        for (i, step) in steps.iter_mut().enumerate() {
            *step = s(&self.right, i) - s(&self.left, i);
        }
        steps
    }

    /// Weights of the pixels of a row, given the steps below it, which become those above it. The last lane, whose
    /// right side would be beyond the table, means nothing.
    #[inline(always)]
    fn weights(&self, row: usize, steps: &mut [f64; N]) -> [f64; N] {
        let above = self.steps(row + 1);
        let (near, far) = (self.near_rows[row], larger(self.rows.square[row], self.rows.square[row + 1]));
        let mut weights = [0.0; N];
        for (i, weight) in weights.iter_mut().enumerate() {
            // What the circle does not touch is all in or all out, without the rounding of S.
            let covered = smaller(larger(above[i] - steps[i], 0.0), 1.0);
            let touched = if self.near[i] + near >= self.r2 { 0.0 } else { covered };
            *weight = if self.far[i] + far <= self.r2 { 1.0 } else { touched };
        }
        *steps = above;
        weights
    }
}

/// φ − sin φ cos φ, the segment of the unit circle beyond the half angle φ up to π/2, from z = sin²(φ/2).
///
/// It is z^1.5·P(z) with a smooth P; `tools/segment_polynomial.py` makes the coefficients, right to 2e-16.
#[inline(always)]
fn unit_segment(z: f64) -> f64 {
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
    let mut sum = P[16];
    for &c in P[..16].iter().rev() {
        sum = sum * z + c;
    }
    z * z.sqrt() * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_of_the_unit_circle() {
        for k in 0..=1000 {
            let phi = PI / 2.0 * f64::from(k) / 1000.0;
            let z = (phi / 2.0).sin().powi(2);
            let expected = phi - phi.sin() * phi.cos();
            assert!((unit_segment(z) - expected).abs() <= 8e-16, "φ = {phi}");
        }
    }

    #[test]
    fn a_quarter_lies_within_any_far_corner() {
        // Columns from −3.5 on: the last step but one leads from 2.5 to 3.5, both beyond the disc.
        let corners = Corners::<8>::new(2.0, (-3.5, -3.5));
        let at_top = corners.steps(7);
        assert!((at_top[..7].iter().sum::<f64>() - 2.0 * PI).abs() < 1e-15);
        assert_eq!(at_top[6], 0.0);
        assert_eq!(corners.steps(4)[3], 0.5);
    }
}
