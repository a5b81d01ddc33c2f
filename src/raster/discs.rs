//! Discs and rings that have more pixels inside than at the edge, in a small window: quicker than the walk, and the same coverage.
//!
//! Everything is reckoned in one quarter of the disc, by distances from its centre. There a pixel lies between a near and a
//! far side along x and along y, and the circle, which falls, leads through it from (a, top) to (b, bottom). Up to a the
//! disc fills all of the pixel's height; from a to b it fills what is under the chord, and the segment between the chord and
//! the circle. So a pixel needs to know nothing but where the circle crosses the grid lines, which is found once for all.
//! A pixel that an axis passes through lies in several quarters, and is the sum of its parts.

use super::corners::Ring;
use super::coverage::Coverage;
use super::vectors::{COUNT, between, eight, lot, room, significant};
use super::walk::Clip;
use crate::arithmetic::{ceil, floor, larger, smaller};
use crate::geometry::Point;
use pulp::{Arch, Simd, WithSimd};
use std::ops::Range;

/// Smaller holes turn too much within a pixel for the terms of [`segment`].
const MIN_RADIUS: f64 = 8.0;
/// Smaller discs take less time by corner areas.
const MANY_PIXELS: f64 = 10.0;
/// The rounding of a weight is a few r·ε.
const MAX_RADIUS: f64 = 128.0;

/// Whether these circles are neither too small nor too large.
pub(super) fn fits(ring: Ring) -> bool {
    (MANY_PIXELS..=MAX_RADIUS).contains(&ring.r_out) && (ring.r_in == 0.0 || ring.r_in >= MIN_RADIUS)
}

/// Writes the coverage of a ring that fits around `centre`, in a small window.
pub(super) fn scan_disc(ring: Ring, centre: Point, clip: &Clip, spare: &mut Vec<f64>, out: &mut Coverage) {
    let (cutoff, height) = (out.cutoff(), out.window().height());
    let place = Placed { x: clip.x_lo - centre.x, y: clip.y_lo as f64 - centre.y, width: clip.width, height };
    let weights = out.start_dense(clip.stride);
    Arch::new().dispatch(Rows { ring, place, stride: clip.stride, cutoff, spare, weights });
}

/// A window; `x` and `y` are its lowest corner, relative to the centre.
struct Placed {
    x: f64,
    y: f64,
    width: usize,
    height: usize,
}

/// The weights of all rows, `stride` for each.
struct Rows<'a> {
    ring: Ring,
    place: Placed,
    stride: usize,
    cutoff: f64,
    spare: &'a mut Vec<f64>,
    weights: &'a mut [f64],
}

impl WithSimd for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { ring, place, stride, cutoff, spare, weights } = self;
        // The lines around all columns and rows, and whole vectors.
        let len = stride.max(place.height.next_multiple_of(S::F64_LANES)) + S::F64_LANES;
        let spare = room(spare, 4 * len);
        weights.fill(0.0);
        Disc::new(simd, ring.r_out, &place, spare).write::<S, false>(simd, stride, cutoff, weights);
        if ring.r_in > 0.0 {
            Disc::new(simd, ring.r_in, &place, spare).write::<S, true>(simd, stride, cutoff, weights);
        }
    }
}

/// The grid lines of one direction, `count` and one.
struct Lines<'a> {
    /// How far they are from the centre, at most r.
    t: &'a [f64],
    /// Where the circle is there.
    at: &'a [f64],
    count: usize,
    /// Where the centre is, in columns (or rows) of the window.
    centre: f64,
    /// So many columns (or rows) end before the centre, or there. The next one has it, if it is one.
    before: usize,
    /// From this one on they begin after the centre.
    after: usize,
}

impl<'a> Lines<'a> {
    /// Those from `first` on.
    #[inline(always)]
    fn new<S: Simd>(simd: S, r: f64, first: f64, count: usize, spare: &'a mut [f64]) -> Self {
        let (t, at) = spare.split_at_mut(spare.len() / 2);
        let (radius, low, last) = (simd.splat_f64s(r), simd.splat_f64s(first), simd.splat_f64s(count as f64));
        let (vectors, _) = S::as_mut_simd_f64s(t);
        for (k, (t, at)) in vectors.iter_mut().zip(S::as_mut_simd_f64s(at).0).enumerate() {
            let number = simd.add_f64s(simd.splat_f64s((k * S::F64_LANES) as f64), lot(simd, &COUNT, 0));
            let distance = simd.min_f64s(simd.abs_f64s(simd.add_f64s(low, number)), radius);
            // Beyond the window there is nothing of the disc.
            let here = simd.less_than_or_equal_f64s(number, last);
            *t = simd.select_f64s(here, distance, radius);
            *at = simd.sqrt_f64s(simd.mul_f64s(simd.sub_f64s(radius, *t), simd.add_f64s(radius, *t)));
        }
        let middle = floor(-first);
        let number = |n: i64| n.clamp(0, count as i64) as usize;
        Self { t, at, count, centre: -first, before: number(middle), after: number(middle.saturating_add(1)) }
    }

    /// One that begins after the centre.
    #[inline(always)]
    fn beyond(&self, i: usize) -> Strip<f64> {
        Strip { near: self.t[i], far: self.t[i + 1], at_near: self.at[i], at_far: self.at[i + 1] }
    }

    /// One that ends before it.
    #[inline(always)]
    fn ahead(&self, i: usize) -> Strip<f64> {
        self.beyond(i).flipped()
    }
}

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

/// A vector of columns.
struct Columns<S: Simd> {
    strip: Strip<S::f64s>,
    /// What the column with the centre has on the lower side of it.
    other: Option<Strip<S::f64s>>,
    /// How far from the centre they reach on either side.
    reach: S::f64s,
    /// What counts as nothing; everything beyond the window.
    cutoff: S::f64s,
}

impl<S: Simd> Columns<S> {
    /// The weights in a row of which so much is covered, or what a hole of that size leaves of them.
    #[inline(always)]
    fn weights<const HOLE: bool>(&self, simd: S, old: S::f64s, covered: S::f64s, at_far: f64) -> S::f64s {
        let one = simd.splat_f64s(1.0);
        // What the circle does not touch is all in, without the rounding of the parts.
        let inside = simd.less_than_or_equal_f64s(self.reach, simd.splat_f64s(at_far));
        let covered = simd.select_f64s(inside, one, simd.min_f64s(covered, one));
        significant(simd, if HOLE { simd.sub_f64s(old, covered) } else { covered }, self.cutoff)
    }
}

/// Rows of some columns: from `start` on the circle passes through them, those from `from` to `to` are inside, and until `end`
/// it passes through them again.
struct Parts {
    start: usize,
    from: usize,
    to: usize,
    end: usize,
}

/// A circle among the grid lines of a window.
struct Disc<'a> {
    r: f64,
    x: Lines<'a>,
    y: Lines<'a>,
}

impl<'a> Disc<'a> {
    #[inline(always)]
    fn new<S: Simd>(simd: S, r: f64, place: &Placed, spare: &'a mut [f64]) -> Self {
        let (x, y) = spare.split_at_mut(spare.len() / 2);
        let x = Lines::new(simd, r, place.x, place.width, x);
        let y = Lines::new(simd, r, place.y, place.height, y);
        Self { r, x, y }
    }

    /// Writes the weights, 0 until now, or takes them away from those of a disc that this one is the hole of: a vector of columns
    /// at a time, so that what is known of them stays in registers.
    #[inline(always)]
    fn write<S: Simd, const HOLE: bool>(&self, simd: S, stride: usize, cutoff: f64, weights: &mut [f64]) {
        let inside = simd.splat_f64s(if HOLE { 0.0 } else { 1.0 });
        let ((weights, _), stride) = (S::as_mut_simd_f64s(weights), stride / S::F64_LANES);
        for k in 0..stride {
            let columns = self.columns(simd, k, cutoff);
            let Parts { start, from, to, end } = self.parts::<S>(k);
            for j in from..to {
                weights[stride * j + k] = inside;
            }
            let (before, after, place) = (self.y.before, self.y.after, (k, stride));
            self.touch::<S, HOLE, true>(simd, &columns, start..from.min(before).max(start), place, weights);
            self.touch::<S, HOLE, false>(simd, &columns, to.max(after).min(end)..end, place, weights);
            // The row with the centre, of which the circle may touch both parts.
            if before < after && (start..end).contains(&before) && !(from..to).contains(&before) {
                let (lower, upper) = (self.y.ahead(before), self.y.beyond(before));
                let (near, at_near) = (0.0, self.r);
                let covered = simd.add_f64s(
                    self.covered(simd, &columns, Strip { near, at_near, ..lower }),
                    self.covered(simd, &columns, Strip { near, at_near, ..upper }),
                );
                let weights = &mut weights[stride * before + k];
                let at_far = smaller(lower.at_far, upper.at_far);
                *weights = columns.weights::<HOLE>(simd, *weights, covered, at_far);
            }
        }
    }

    /// Does so in rows that the circle passes through, all of them `AHEAD` of the centre or all beyond it.
    #[inline(always)]
    fn touch<S: Simd, const HOLE: bool, const AHEAD: bool>(
        &self,
        simd: S,
        columns: &Columns<S>,
        rows: Range<usize>,
        (k, stride): (usize, usize),
        weights: &mut [S::f64s],
    ) {
        for j in rows {
            let row = if AHEAD { self.y.ahead(j) } else { self.y.beyond(j) };
            let covered = self.covered(simd, columns, row);
            let weights = &mut weights[stride * j + k];
            *weights = columns.weights::<HOLE>(simd, *weights, covered, row.at_far);
        }
    }

    /// The k-th vector of columns.
    #[inline(always)]
    fn columns<S: Simd>(&self, simd: S, k: usize, cutoff: f64) -> Columns<S> {
        let (first, x) = (k * S::F64_LANES, &self.x);
        let here = simd.less_than_f64s(lot(simd, &COUNT, 0), simd.splat_f64s((x.count - first) as f64));
        let cutoff = simd.select_f64s(here, simd.splat_f64s(cutoff), simd.splat_f64s(f64::INFINITY));
        let (low, high) = (lot(simd, &x.t[first..], 0), lot(simd, &x.t[first + 1..], 0));
        let (at_low, at_high) = (lot(simd, &x.at[first..], 0), lot(simd, &x.at[first + 1..], 0));
        let beyond = Strip { near: low, far: high, at_near: at_low, at_far: at_high };
        let ahead = beyond.flipped();
        if first >= x.after {
            return Columns { strip: beyond, other: None, reach: high, cutoff };
        }
        if first + S::F64_LANES <= x.before {
            return Columns { strip: ahead, other: None, reach: low, cutoff };
        }
        let (strip, other) = self.around_the_centre(simd, x.before as f64 - first as f64, ahead, beyond);
        Columns { strip, other: Some(other), reach: simd.max_f64s(low, high), cutoff }
    }

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

    /// What the circle does in the rows of the k-th vector of columns.
    #[inline(always)]
    fn parts<S: Simd>(&self, k: usize) -> Parts {
        let (first, last) = (k * S::F64_LANES, (k + 1) * S::F64_LANES);
        let (a, b) = (self.x.at[first], self.x.at[last]);
        let has_centre = self.x.before < last && first < self.x.after;
        let (least, most) = (smaller(a, b), if has_centre { self.r } else { larger(a, b) });
        let (centre, count) = (self.y.centre, self.y.count as i64);
        let row = |number: i64| number.clamp(0, count) as usize;
        let from = row(ceil(centre - least));
        let to = row(floor(centre + least)).max(from);
        Parts { start: row(floor(centre - most)), from, to, end: row(ceil(centre + most)) }
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
    use super::super::oracle::Truth;
    use super::super::tests::{Scanned, position};
    use super::super::{Sampling, Window};
    use super::*;
    use crate::geometry::{Kind, Ties};
    use proptest::prelude::*;
    use pulp::Scalar;

    #[test]
    fn segments_by_the_series() {
        for k in 1..=1000 {
            let (r, angle) = (MIN_RADIUS, 0.178 * f64::from(k) / 1000.0);
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

    fn radius() -> impl Strategy<Value = f64> {
        // The oracle takes its time for large ones.
        prop_oneof![4 => 10.0..20.0_f64, 4 => (20..40_i32).prop_map(|k| 0.5 * f64::from(k)), 1 => 20.0..64.0_f64]
    }

    fn check(truth: &Truth, at: Point, window: Option<Window>) -> Result<(), TestCaseError> {
        let kind = truth.name.parse::<Kind>();
        let Ok(shape) = kind.and_then(|kind| kind.build(&truth.values, Ties::Native)) else {
            return Err(TestCaseError::fail("no shape"));
        };
        let scanned = Scanned::new(&shape, at, window, Sampling::Exact);
        for (x, y, w) in scanned.pixels() {
            let expected = truth.weight(at, x, y);
            prop_assert!((w - expected).abs() <= 1e-13, "pixel ({x}, {y}): {w} for {expected}");
            let off = (w == 0.0 || w == 1.0) || (expected > 0.0 && expected < 1.0);
            prop_assert!(off, "pixel ({x}, {y}): {w} for {expected}");
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn weights_of_discs_and_rings(r in radius(), ratio in 0.1..0.99_f64, at in position()) {
            check(&Truth::circle(r), at, None)?;
            check(&Truth::ring((r * ratio).max(MIN_RADIUS), r), at, None)?;
        }

        #[test]
        fn windows_anywhere(
            r in radius(), at in position(), (x, y) in (-70..70_i64, -70..70_i64), (width, height) in (1..40_i64, 1..40_i64),
        ) {
            let (x0, y0) = (at.x.floor() as i64 + x, at.y.floor() as i64 + y);
            let window = Window { x0, x1: x0 + width, y0, y1: y0 + height };
            check(&Truth::circle(r), at, Some(window))?;
            check(&Truth::ring(0.9 * r, r), at, Some(window))?;
        }
    }
}
