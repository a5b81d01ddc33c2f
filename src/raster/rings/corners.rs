//! Small circles: the area of the disc beyond each corner of a pixel.
//!
//! What a quarter of the disc has beyond a corner (x, y) in it is B(x) + B(y) + x·y less the quarter, where B(t) is what
//! it has beyond a distance t from the centre; beyond a corner outside of the disc there is nothing. So a table of B for
//! the grid lines of each direction serves all corners, and pixels are what is beyond their near sides and not beyond the far ones.
//!
//! The rounding of a weight is up to r²·ε or so, which is why this ends at [`MAX_RADIUS`].

use super::columns::{Column, Figure, Lines, Parts};
use crate::arithmetic::kept;
use crate::raster::vectors::{COUNT, eight, lot, pair};
use pulp::Simd;
use std::f64::consts::PI;
use std::ops::Range;

/// Larger circles are measured by [`Segments`](super::segments::Segments).
pub(in crate::raster) const MAX_RADIUS: f64 = 20.0;

/// A circle and the tables of its grid lines.
pub(in crate::raster) struct Corners<'a> {
    r: f64,
    x: Lines<'a>,
    y: Lines<'a>,
    /// B less an eighth of the disc, for the lines of each direction, and for one through the centre.
    beyond_x: &'a [f64],
    beyond_y: &'a [f64],
    beyond_centre: f64,
}

/// A grid line of each of some columns.
#[derive(Clone, Copy)]
struct Side<V> {
    t: V,
    beyond: V,
}

/// The sides of a vector of columns.
pub(in crate::raster) struct Sides<S: Simd> {
    low: Side<S::f64s>,
    high: Side<S::f64s>,
    /// How far from the centre they reach.
    reach: S::f64s,
    /// Which of them has the centre, if one has it within.
    centre: Option<S::m64s>,
}

impl Figure for Corners<'_> {
    type Columns<S: Simd> = Sides<S>;

    #[inline(always)]
    fn size(&self) -> (usize, usize) {
        (self.x.count, self.y.count)
    }

    #[inline(always)]
    fn parts(&self, columns: Range<usize>) -> Parts {
        Parts::of_circle(self.r, &self.x, &self.y, columns)
    }

    #[inline(always)]
    fn columns<S: Simd>(&self, simd: S, first: usize) -> Sides<S> {
        let centre = match self.x.with_centre() {
            Some(column) if (first..first + S::F64_LANES).contains(&column) => {
                let number = simd.splat_f64s((column - first) as f64);
                Some(simd.equal_f64s(lot(simd, &COUNT, 0), number))
            }
            _ => None,
        };
        let (low, high) = (self.side(simd, first), self.side(simd, first + 1));
        Sides { low, high, reach: simd.max_f64s(low.t, high.t), centre }
    }

    #[inline(always)]
    fn write<S: Simd, const HOLE: bool>(
        &self,
        simd: S,
        sides: &Sides<S>,
        rows: Range<usize>,
        column: &mut Column<'_, S>,
    ) {
        let lines = rows.start..rows.end + 1;
        let (t, at) = (&self.y.t[lines.clone()], &self.y.at[lines.clone()]);
        let beyond = &self.beyond_y[lines];
        // Counted from the first row; none has the largest number.
        let centre_row = self.y.with_centre().map_or(usize::MAX, |row| row.wrapping_sub(rows.start));
        let mut at_near = simd.splat_f64s(at[0]);
        let mut near = self.beyond(simd, sides, t[0], beyond[0], at_near);
        for i in 0..t.len() - 1 {
            let at_far = simd.splat_f64s(at[i + 1]);
            let far = self.beyond(simd, sides, t[i + 1], beyond[i + 1], at_far);
            let covered = if i == centre_row {
                let half = self.beyond(simd, sides, 0.0, self.beyond_centre, simd.splat_f64s(f64::INFINITY));
                simd.sub_f64s(simd.add_f64s(half, half), simd.add_f64s(near, far))
            } else {
                simd.sub_f64s(near, far)
            };
            // All along the row the disc reaches so far.
            let inside = simd.less_than_or_equal_f64s(sides.reach, simd.min_f64s(at_near, at_far));
            column.put::<HOLE>(simd, simd.abs_f64s(covered), inside);
            (near, at_near) = (far, at_far);
        }
    }
}

impl<'a> Corners<'a> {
    /// `beyond` are those of the rows' lines, then those of the columns', by [`write_beyond`].
    #[inline(always)]
    pub fn new(r: f64, x: Lines<'a>, y: Lines<'a>, beyond: &'a [f64]) -> Self {
        let (beyond_y, beyond_x) = beyond.split_at(y.t.len());
        let (eighth, rest) = eighth_of_disc(r);
        Self { r, x, y, beyond_x, beyond_y, beyond_centre: eighth + rest }
    }

    /// What the disc has in each column beyond a line across them, as seen from the centre; in columns on the lower side of it
    /// it is negative. `at` is where the circle is on the line.
    #[inline(always)]
    fn beyond<S: Simd>(&self, simd: S, sides: &Sides<S>, t: f64, beyond: f64, at: S::f64s) -> S::f64s {
        let line = Side { t: simd.splat_f64s(t), beyond: simd.splat_f64s(beyond) };
        let (low, high) = (corner(simd, sides.low, line, at), corner(simd, sides.high, line, at));
        let on_one_side = simd.sub_f64s(low, high);
        let Some(centre) = sides.centre else {
            return on_one_side;
        };
        let axis = Side { t: simd.splat_f64s(0.0), beyond: simd.splat_f64s(self.beyond_centre) };
        let middle = corner(simd, axis, line, at);
        let around = simd.sub_f64s(simd.add_f64s(middle, middle), simd.add_f64s(low, high));
        simd.select_f64s(centre, around, on_one_side)
    }

    #[inline(always)]
    fn side<S: Simd>(&self, simd: S, first: usize) -> Side<S::f64s> {
        Side { t: lot(simd, &self.x.t[first..], 0), beyond: lot(simd, &self.beyond_x[first..], 0) }
    }
}

/// What a quarter of the disc has beyond where a column and a row meet. `at` is where the circle is on the line of the row.
#[inline(always)]
fn corner<S: Simd>(simd: S, x: Side<S::f64s>, y: Side<S::f64s>, at: S::f64s) -> S::f64s {
    let area = simd.mul_add_e_f64s(x.t, y.t, simd.add_f64s(x.beyond, y.beyond));
    kept(simd, simd.less_than_or_equal_f64s(x.t, at), area)
}

/// Writes B less an eighth of the disc, for lines at distances t.
#[inline(always)]
pub(in crate::raster) fn write_beyond<S: Simd>(simd: S, r: f64, t: &[f64], out: &mut [f64]) {
    let (t, out) = (S::as_simd_f64s(t).0, S::as_mut_simd_f64s(out).0);
    let of_disc = eighth_of_disc(r);
    // Two at a time share the coefficients.
    let (pairs, last) = t.as_chunks::<2>();
    for (t, out) in pairs.iter().zip(out.as_chunks_mut::<2>().0) {
        *out = beyond_lines(simd, r, of_disc, *t);
    }
    if let (&[t], Some(out)) = (last, out.get_mut(t.len() - 1)) {
        [*out] = beyond_lines(simd, r, of_disc, [t]);
    }
}

#[inline(always)]
fn beyond_lines<S: Simd, const N: usize>(
    simd: S,
    r: f64,
    (eighth, rest): (f64, f64),
    t: [S::f64s; N],
) -> [S::f64s; N] {
    let (radius, per_2r) = (simd.splat_f64s(r), simd.splat_f64s(0.5 / r));
    // ½·r²·z^1.5 is sqrt(u³·scale) for u = r − t: the root halves the rounding of what is under it.
    let (scale, near) = (simd.splat_f64s(r / 32.0), simd.splat_f64s(NEAR * r));
    let (eighth, rest) = (simd.splat_f64s(eighth), simd.splat_f64s(rest));
    let mut out = t;
    for (&t, out) in t.iter().zip(&mut out) {
        let u = simd.sub_f64s(radius, t);
        let power = simd.sqrt_f64s(simd.mul_f64s(simd.mul_f64s(u, u), simd.mul_f64s(u, scale)));
        let beyond = simd.mul_f64s(power, factor_beyond(simd, simd.mul_f64s(u, per_2r)));
        *out = simd.sub_f64s(simd.sub_f64s(beyond, rest), eighth);
    }
    for (&t, out) in t.iter().zip(&mut out) {
        let is_near = simd.less_than_f64s(t, near);
        if simd.first_true_m64s(is_near) < S::F64_LANES {
            let from_centre = simd.sub_f64s(eighth, simd.sub_f64s(up_to(simd, r, t), rest));
            *out = simd.select_f64s(is_near, from_centre, *out);
        }
    }
    out
}

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

/// Lines nearer to the centre than this part of the radius are reckoned from it, so that nothing is reckoned that is larger than
/// half of the quarter, or so. What is rounded of it counts twice where the two sides of a pixel are such lines.
const NEAR: f64 = 0.4;

/// What the quarter disc has up to a distance t that is near: r·t·Q(t²/r²).
#[inline(always)]
fn up_to<S: Simd>(simd: S, r: f64, t: S::f64s) -> S::f64s {
    /// `tools/segment_polynomial.py` makes the coefficients, right to 1e-16.
    const Q: [f64; 10] = [
        1.0,
        -0.16666666666668925,
        -0.02499999999535846,
        -0.008928571797627724,
        -0.004340262929137168,
        -0.0024861369388020425,
        -0.0015727776922585233,
        -0.0011145526512767263,
        -0.0005679015450536093,
        -0.0011024255799021658,
    ];
    let tau = simd.mul_f64s(t, simd.splat_f64s(1.0 / r));
    let z = simd.mul_f64s(tau, tau);
    let z2 = simd.mul_f64s(z, z);
    let z4 = simd.mul_f64s(z2, z2);
    let low = eight(simd, &Q, 0, [z, z2, z4]);
    let factor = simd.mul_add_e_f64s(pair(simd, &Q, 8, z), simd.mul_f64s(z4, z4), low);
    simd.mul_f64s(simd.mul_f64s(t, simd.splat_f64s(r)), factor)
}

/// P(z), where ½·z^1.5·P(z) is what a quarter of the unit circle has beyond a distance 1 − 2z that is not near.
#[inline(always)]
fn factor_beyond<S: Simd>(simd: S, z: S::f64s) -> S::f64s {
    /// `tools/segment_polynomial.py` makes the coefficients, right to 2e-16.
    const P: [f64; 13] = [
        5.333333333333333,
        -1.5999999999998855,
        -0.28571428573556573,
        -0.11111110956158199,
        -0.05681824021706022,
        -0.0336525423142592,
        -0.021893577169347006,
        -0.014989442968786466,
        -0.012153731592927257,
        -0.003423485026226958,
        -0.020352009138278608,
        0.01901381553865422,
        -0.025332350191101992,
    ];
    let z2 = simd.mul_f64s(z, z);
    let z4 = simd.mul_f64s(z2, z2);
    let low = eight(simd, &P, 0, [z, z2, z4]);
    let high = simd.mul_add_e_f64s(pair(simd, &P, 10, z), z2, pair(simd, &P, 8, z));
    let high = simd.mul_add_e_f64s(simd.splat_f64s(P[12]), z4, high);
    simd.mul_add_e_f64s(high, simd.mul_f64s(z4, z4), low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::Scalar;

    #[test]
    fn parts_of_a_quarter() {
        let (simd, r) = (Scalar::new(), 2.0);
        for k in 0..=1000 {
            let t = f64::from(k) / 1000.0;
            let area = 0.5 * r * r * (t * (1.0 - t * t).sqrt() + t.asin());
            let [got] = beyond_lines(simd, r, eighth_of_disc(r), [r * t]);
            assert!((got - (PI / 8.0 * r * r - area)).abs() <= 1e-15, "{t}");
        }
    }
}
