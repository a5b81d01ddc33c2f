//! Larger circles: trapezoids below chords, and the circular segments beyond them.
//!
//! Everything is reckoned in one quarter of the disc, by distances from its centre. There a pixel lies between a near and a
//! far side along x and along y, and the circle, which falls, leads through it from (a, top) to (b, bottom). Up to a the
//! disc fills all of the pixel's height; from a to b it fills what is under the chord, and the segment between the chord and
//! the circle. So a pixel needs to know nothing but where the circle crosses the grid lines, which is found once for all.
//! A pixel that an axis passes through lies in several quarters, and is the sum of its parts.

use super::columns::{Column, Figure, Lines, Parts};
use crate::arithmetic::smaller;
use crate::raster::vectors::{COUNT, between, eight, lot};
use pulp::Simd;
use std::ops::Range;

/// Columns, or a row: how far from the centre the near and the far side are, and where the circle is there.
#[derive(Debug, Clone, Copy)]
struct Strip<V> {
    near: V,
    far: V,
    at_near: V,
    at_far: V,
}

impl<V> Strip<V> {
    /// The same between the same lines, on the other side of the centre.
    #[inline(always)]
    fn flipped(self) -> Self {
        Self { near: self.far, far: self.near, at_near: self.at_far, at_far: self.at_near }
    }
}

/// A circle among its grid lines.
pub(in crate::raster) struct Segments<'a> {
    pub r: f64,
    pub x: Lines<'a>,
    pub y: Lines<'a>,
}

/// A vector of columns.
pub(in crate::raster) struct Columns<S: Simd> {
    /// How far from the centre they reach.
    reach: S::f64s,
    strip: Strip<S::f64s>,
    /// What the column with the centre has on the lower side of it.
    other: Option<Strip<S::f64s>>,
}

impl Figure for Segments<'_> {
    type Columns<S: Simd> = Columns<S>;

    #[inline(always)]
    fn size(&self) -> (usize, usize) {
        (self.x.count, self.y.count)
    }

    #[inline(always)]
    fn parts(&self, columns: Range<usize>) -> Parts {
        Parts::of_circle(self.r, &self.x, &self.y, columns)
    }

    #[inline(always)]
    fn columns<S: Simd>(&self, simd: S, first: usize) -> Columns<S> {
        let x = &self.x;
        let (low, high) = (lot(simd, &x.t[first..], 0), lot(simd, &x.t[first + 1..], 0));
        let (at_low, at_high) = (lot(simd, &x.at[first..], 0), lot(simd, &x.at[first + 1..], 0));
        let beyond = Strip { near: low, far: high, at_near: at_low, at_far: at_high };
        let reach = simd.max_f64s(low, high);
        if first >= x.after {
            return Columns { reach, strip: beyond, other: None };
        }
        let ahead = beyond.flipped();
        if first + S::F64_LANES <= x.before {
            return Columns { reach, strip: ahead, other: None };
        }
        let (strip, other) = self.around_the_centre(simd, x.before as f64 - first as f64, ahead, beyond);
        Columns { reach, strip, other: Some(other) }
    }

    #[inline(always)]
    fn write<S: Simd, const HOLE: bool>(
        &self,
        simd: S,
        columns: &Columns<S>,
        rows: Range<usize>,
        column: &mut Column<'_, S>,
    ) {
        let Lines { t, at, before, .. } = self.y;
        for row in rows {
            let upper = Strip { near: t[row], far: t[row + 1], at_near: at[row], at_far: at[row + 1] };
            let covered = if self.y.with_centre() == Some(row) {
                let (near, at_near) = (0.0, self.r);
                simd.add_f64s(
                    self.covered(simd, columns, Strip { near, at_near, ..upper.flipped() }),
                    self.covered(simd, columns, Strip { near, at_near, ..upper }),
                )
            } else {
                self.covered(simd, columns, if row < before { upper.flipped() } else { upper })
            };
            let of_row = simd.splat_f64s(smaller(at[row], at[row + 1]));
            column.put::<HOLE>(simd, covered, simd.less_than_or_equal_f64s(columns.reach, of_row));
        }
    }
}

impl Segments<'_> {
    /// Columns of which the one with this number has the centre, and what they have on the lower side of it.
    #[inline(always)]
    fn around_the_centre<S: Simd>(
        &self,
        simd: S,
        number: f64,
        ahead: Strip<S::f64s>,
        beyond: Strip<S::f64s>,
    ) -> (Strip<S::f64s>, Strip<S::f64s>) {
        let (zero, radius) = (simd.splat_f64s(0.0), simd.splat_f64s(self.r));
        let (numbers, number) = (lot(simd, &COUNT, 0), simd.splat_f64s(number));
        let (left, here) = (simd.less_than_f64s(numbers, number), simd.equal_f64s(numbers, number));
        let near = simd.select_f64s(left, ahead.near, beyond.near);
        let at_near = simd.select_f64s(left, ahead.at_near, beyond.at_near);
        let strip = Strip {
            near: simd.select_f64s(here, zero, near),
            far: simd.select_f64s(left, ahead.far, beyond.far),
            at_near: simd.select_f64s(here, radius, at_near),
            at_far: simd.select_f64s(left, ahead.at_far, beyond.at_far),
        };
        // The others have nothing there.
        let other = Strip {
            near: simd.select_f64s(here, zero, radius),
            far: simd.select_f64s(here, ahead.far, radius),
            at_near: simd.select_f64s(here, radius, zero),
            at_far: simd.select_f64s(here, ahead.at_far, zero),
        };
        (strip, other)
    }

    /// How much of where columns cross a row on one side of the centre lies in the disc.
    #[inline(always)]
    fn covered<S: Simd>(&self, simd: S, columns: &Columns<S>, row: Strip<f64>) -> S::f64s {
        let covered = self.quarter(simd, columns.strip, row);
        match columns.other {
            Some(other) => simd.add_f64s(covered, self.quarter(simd, other, row)),
            None => covered,
        }
    }

    /// The same for columns on one side of it.
    #[inline(always)]
    fn quarter<S: Simd>(&self, simd: S, columns: Strip<S::f64s>, row: Strip<f64>) -> S::f64s {
        let (bottom, top) = (simd.splat_f64s(row.near), simd.splat_f64s(row.far));
        let a = between(simd, simd.splat_f64s(row.at_far), columns.near, columns.far);
        let b = between(simd, simd.splat_f64s(row.at_near), columns.near, columns.far);
        let at_a = between(simd, columns.at_near, bottom, top);
        let at_b = between(simd, columns.at_far, bottom, top);
        let (along, down) = (simd.sub_f64s(b, a), simd.sub_f64s(at_a, at_b));
        let full = simd.mul_f64s(simd.sub_f64s(a, columns.near), simd.sub_f64s(top, bottom));
        let middle = simd.mul_f64s(simd.add_f64s(at_a, at_b), simd.splat_f64s(0.5));
        let under = simd.mul_add_e_f64s(along, simd.sub_f64s(middle, bottom), full);
        // The sine of the angle that the chord spans.
        let cross = simd.mul_add_e_f64s(at_a, along, simd.mul_f64s(a, down));
        let sine = simd.mul_f64s(cross, simd.splat_f64s(1.0 / (self.r * self.r)));
        simd.add_f64s(under, segment(simd, self.r, sine))
    }
}

/// The segment of a circle beyond a chord that spans an angle of this sine, r²/2·(asin s − s), by the series of asin.
#[inline(always)]
fn segment<S: Simd>(simd: S, r: f64, sine: S::f64s) -> S::f64s {
    /// Of s³, s⁵, …
    const A: [f64; 8] = {
        let (mut a, mut binomial, mut k) = ([0.0; 8], 0.5, 1);
        while k <= 8 {
            a[k - 1] = binomial / (2 * k + 1) as f64;
            binomial *= (2 * k + 1) as f64 / (2 * k + 2) as f64;
            k += 1;
        }
        a
    };
    let z = simd.mul_f64s(sine, sine);
    let z2 = simd.mul_f64s(z, z);
    let cube = simd.mul_f64s(simd.mul_f64s(sine, simd.splat_f64s(0.5 * r * r)), z);
    simd.mul_f64s(cube, eight(simd, &A, 0, [z, z2, simd.mul_f64s(z2, z2)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::Scalar;

    #[test]
    fn segments_by_the_series() {
        for k in 1..=1000 {
            // Across the diagonal of a pixel, with some to spare.
            let (r, angle) = (8.0, 0.178 * f64::from(k) / 1000.0);
            // The series of the sine, of which the first five terms are enough.
            let (z, mut term, mut expected) = (angle * angle, angle.powi(3) / 6.0, 0.0);
            for n in 2..7 {
                expected += 0.5 * r * r * term;
                term *= -z / f64::from((2 * n) * (2 * n + 1));
            }
            let got = segment(Scalar::new(), r, angle.sin());
            assert!((got - expected).abs() <= 2e-15, "{angle}: {got} for {expected}");
        }
    }
}
