//! Small ellipses: the area of the ellipse to the lower left of each corner of a pixel.
//!
//! With x = k·y in the middle of the ellipse's chord at y, and y = m·x in that of its chord at x, an ellipse around the origin has
//! to the lower left of a corner (x, y)
//!
//! * inside of it: x·y − ½·m·x² − ½·k·y² + l(x) + d(y) and a constant, where l(x) and d(y) are what it has to the left of x and
//!   below y, less half of it all, and halved: the derivatives along x and y are how far the corner is above and to the right of it;
//! * outside: nothing, all to the left of x, all below y, or both less the rest.
//!
//! In a pixel is what its corners have, two added, two taken away. So l(x) and d(y) may be left out of all corners: there
//! is no more than a product inside, and of the tables of l and d no more than is needed outside.
//!
//! The rounding of a weight is some W·H·ε, half the width times half the height, which is why this ends at [`MAX_SIZE`].

use super::columns::{Column, Figure, Lines, Parts, Placed, Target, write};
use super::corners::write_beyond;
use crate::arithmetic::{larger, smaller};
use crate::geometry::{Branch, Rotation, branches};
use crate::raster::aligned::Aligned;
use crate::raster::vectors::{COUNT, between, lot};
use pulp::Simd;
use std::f64::consts::{FRAC_PI_4, FRAC_PI_8};
use std::ops::Range;

/// The largest W·H.
pub(in crate::raster) const MAX_SIZE: f64 = 120.0;

/// Ellipses that fill less of the box around them are thin, and the rounding is much of their weights.
const LEAST_PART: f64 = 0.25;

/// An ellipse around the origin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::raster) struct Ellipse {
    x: Branch,
    y: Branch,
    /// a·b
    product: f64,
    /// What it has in the first quadrant, more than a quarter of it.
    more: f64,
}

impl Ellipse {
    /// None if it is too large or too thin.
    pub fn new(a: f64, b: f64, rotation: Rotation) -> Option<Self> {
        let (x, y) = branches(a, b, rotation);
        let (size, product) = (x.h * y.h, a * b);
        let fits = size <= MAX_SIZE && product >= LEAST_PART * size;
        fits.then(|| Self { x, y, product, more: 0.5 * product * (x.k * (x.h * x.h)).atan2(product) })
    }
}

/// What is known of the grid lines of one direction.
struct Table<'a> {
    /// How far they are from the centre, at most as far as the ellipse reaches.
    t: &'a [f64],
    /// Where on them the middle of the chord is.
    middle: &'a [f64],
    /// Half of the chord.
    half: &'a [f64],
    /// l or d.
    beyond: &'a [f64],
    /// Half of what a corner inside gets from the line alone.
    within: &'a [f64],
}

/// So many numbers are known of each line.
const NUMBERS: usize = 5;

/// A line, or a vector of them.
#[derive(Clone, Copy)]
struct Line<V> {
    t: V,
    middle: V,
    half: V,
    beyond: V,
    within: V,
}

impl Table<'_> {
    /// A vector of lines, from this one on.
    #[inline(always)]
    fn lines<S: Simd>(&self, simd: S, first: usize) -> Line<S::f64s> {
        Line {
            t: lot(simd, &self.t[first..], 0),
            middle: lot(simd, &self.middle[first..], 0),
            half: lot(simd, &self.half[first..], 0),
            beyond: lot(simd, &self.beyond[first..], 0),
            within: lot(simd, &self.within[first..], 0),
        }
    }

    /// One line, as often as a vector has lanes.
    #[inline(always)]
    fn line<S: Simd>(&self, simd: S, k: usize) -> Line<S::f64s> {
        Line {
            t: simd.splat_f64s(self.t[k]),
            middle: simd.splat_f64s(self.middle[k]),
            half: simd.splat_f64s(self.half[k]),
            beyond: simd.splat_f64s(self.beyond[k]),
            within: simd.splat_f64s(self.within[k]),
        }
    }
}

/// An ellipse among its grid lines.
struct Corners<'a> {
    ellipse: &'a Ellipse,
    x: Table<'a>,
    y: Table<'a>,
    /// Columns and rows of the window, and the row of its centre.
    size: (usize, usize),
    centre: f64,
}

/// The sides of a vector of columns.
struct Sides<S: Simd> {
    low: Line<S::f64s>,
    high: Line<S::f64s>,
    quarter: S::f64s,
}

/// Writes the weights of an ellipse, or takes them away from those of one that this is the hole of.
#[inline(always)]
pub(in crate::raster) fn write_ellipse<S: Simd, const HOLE: bool>(
    simd: S,
    ellipse: &Ellipse,
    place: &Placed,
    spare: &mut Aligned,
    target: Target<'_>,
) {
    let (rows, columns) = (Lines::len::<S>(place.height), target.stride + S::F64_LANES);
    let (x, y) = spare.room(NUMBERS * (rows + columns)).split_at_mut(NUMBERS * columns);
    let x = write_table(simd, ellipse, ellipse.x, place.x, place.width + 1, x);
    let y = write_table(simd, ellipse, ellipse.y, place.y, rows, y);
    let corners = Corners { ellipse, x, y, size: (place.width, place.height), centre: -place.y };
    write::<S, _, HOLE>(simd, &corners, target);
}

/// Writes what is to be known of so many lines from `first` on. Those beyond are where the ellipse ends: no column is all
/// inside of it up to there.
#[inline(always)]
fn write_table<'a, S: Simd>(
    simd: S,
    ellipse: &Ellipse,
    over: Branch,
    first: f64,
    lines: usize,
    out: &'a mut [f64],
) -> Table<'a> {
    let count = out.len() / NUMBERS;
    let (t, rest) = out.split_at_mut(count);
    let (middle, rest) = rest.split_at_mut(count);
    let (half, rest) = rest.split_at_mut(count);
    let (beyond, within) = rest.split_at_mut(count);
    let parts = &mut *within;
    write_lines(simd, over, first, [&mut *t, &mut *middle, &mut *half, &mut *parts]);
    t[lines..].fill(over.h);
    middle[lines..].fill(over.k * over.h);
    half[lines..].fill(0.0);
    parts[lines..].fill(1.0);
    // Of the ellipse as much is beyond a line as of the unit circle, which it would be if it were drawn out.
    write_beyond(simd, 1.0, parts, beyond);
    let (eighth, product) = (simd.splat_f64s(FRAC_PI_8), simd.splat_f64s(ellipse.product));
    let (more, minus_half) = (simd.splat_f64s(0.5 * ellipse.more), simd.splat_f64s(-0.5));
    let lines = S::as_simd_f64s(t).0.iter().zip(S::as_simd_f64s(middle).0);
    let out = S::as_mut_simd_f64s(beyond).0.iter_mut().zip(S::as_mut_simd_f64s(within).0);
    for ((&t, &middle), (beyond, within)) in lines.zip(out) {
        let up_to = simd.mul_f64s(product, simd.sub_f64s(eighth, *beyond));
        *beyond = simd.xor_f64s(up_to, sign(simd, t));
        *within = simd.mul_add_e_f64s(simd.mul_f64s(t, minus_half), middle, more);
    }
    Table { t, middle, half, beyond, within }
}

/// Writes where lines from `first` on are, the middles and halves of their chords, and how far they are from the centre as a part
/// of how far the ellipse reaches.
#[inline(always)]
fn write_lines<S: Simd>(simd: S, over: Branch, first: f64, out: [&mut [f64]; 4]) {
    let [t, middle, half, part] = out;
    let (reach, per_reach) = (simd.splat_f64s(over.h), simd.splat_f64s(1.0 / over.h));
    let (tilt, chord) = (simd.splat_f64s(over.k), simd.splat_f64s(over.s));
    let (one, step) = (simd.splat_f64s(1.0), simd.splat_f64s(S::F64_LANES as f64));
    let mut line = simd.add_f64s(simd.splat_f64s(first), lot(simd, &COUNT, 0));
    let places = S::as_mut_simd_f64s(t).0.iter_mut().zip(S::as_mut_simd_f64s(middle).0);
    let sizes = S::as_mut_simd_f64s(half).0.iter_mut().zip(S::as_mut_simd_f64s(part).0);
    for ((t, middle), (half, part)) in places.zip(sizes) {
        *t = between(simd, line, simd.neg_f64s(reach), reach);
        *middle = simd.mul_f64s(tilt, *t);
        let square = simd.mul_f64s(simd.sub_f64s(reach, *t), simd.add_f64s(reach, *t));
        *half = simd.mul_f64s(chord, simd.sqrt_f64s(square));
        *part = simd.min_f64s(simd.mul_f64s(simd.abs_f64s(*t), per_reach), one);
        line = simd.add_f64s(line, step);
    }
}

/// The signs of numbers: 0 or −0.
#[inline(always)]
fn sign<S: Simd>(simd: S, v: S::f64s) -> S::f64s {
    simd.and_f64s(v, simd.splat_f64s(-0.0))
}

/// What the ellipse has to the lower left of corners, less l and d, and whether they are in it.
#[inline(always)]
fn corner<S: Simd>(simd: S, x: &Line<S::f64s>, y: &Line<S::f64s>, quarter: S::f64s) -> (S::f64s, S::m64s) {
    let above = simd.sub_f64s(y.t, x.middle);
    let is_in = simd.less_than_f64s(simd.abs_f64s(above), x.half);
    let inside = simd.mul_add_e_f64s(x.t, y.t, simd.add_f64s(x.within, y.within));
    // Which of the four regions outside does not matter where there is no chord: there they agree.
    let (above, right) = (sign(simd, above), sign(simd, simd.sub_f64s(x.t, y.middle)));
    let of_column = simd.sub_f64s(x.beyond, simd.xor_f64s(quarter, right));
    let outside = simd.add_f64s(simd.xor_f64s(of_column, above), simd.xor_f64s(y.beyond, right));
    (simd.select_f64s(is_in, inside, outside), is_in)
}

impl Figure for Corners<'_> {
    type Columns<S: Simd> = Sides<S>;

    #[inline(always)]
    fn size(&self) -> (usize, usize) {
        self.size
    }

    #[inline(always)]
    fn columns<S: Simd>(&self, simd: S, first: usize) -> Sides<S> {
        let quarter = simd.splat_f64s(FRAC_PI_4 * self.ellipse.product);
        Sides { low: self.x.lines(simd, first), high: self.x.lines(simd, first + 1), quarter }
    }

    #[inline(always)]
    fn parts(&self, columns: Range<usize>) -> Parts {
        let Self { ellipse: Ellipse { y, .. }, centre, size, .. } = self;
        let end = |k: usize| {
            let (t, middle, half) = (self.x.t[k], self.x.middle[k], self.x.half[k]);
            (t, middle - half, middle + half)
        };
        let ((left, left_low, left_high), (right, right_low, right_high)) =
            (end(columns.start), end(columns.end));
        // The lower side of it bulges down, and its lowest point may be between.
        let top = y.k * y.h;
        let lowest = if left <= -top && -top <= right { -y.h } else { smaller(left_low, right_low) };
        let highest = if left <= top && top <= right { y.h } else { larger(left_high, right_high) };
        Parts::between(
            [lowest, larger(left_low, right_low), smaller(left_high, right_high), highest]
                .map(|y| centre + y),
            size.1,
        )
    }

    #[inline(always)]
    fn write<S: Simd, const HOLE: bool>(
        &self,
        simd: S,
        sides: &Sides<S>,
        rows: Range<usize>,
        column: &mut Column<'_, S>,
    ) {
        let (mut below, mut below_in) = self.below(simd, sides, rows.start);
        for row in rows {
            let (up_to, up_to_in) = self.below(simd, sides, row + 1);
            // A hole takes nothing away where it is not.
            let covered = simd.max_f64s(simd.sub_f64s(up_to, below), simd.splat_f64s(0.0));
            column.put::<HOLE>(simd, covered, simd.and_m64s(below_in, up_to_in));
            (below, below_in) = (up_to, up_to_in);
        }
    }
}

impl Corners<'_> {
    /// What the ellipse has in columns below a line, but for some that is the same for all lines, and where it is in both corners.
    #[inline(always)]
    fn below<S: Simd>(&self, simd: S, sides: &Sides<S>, line: usize) -> (S::f64s, S::m64s) {
        let y = self.y.line(simd, line);
        let (low, low_in) = corner(simd, &sides.low, &y, sides.quarter);
        let (high, high_in) = corner(simd, &sides.high, &y, sides.quarter);
        (simd.sub_f64s(high, low), simd.and_m64s(low_in, high_in))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Kind, Point, Ties};
    use crate::raster::tests::oracle::Truth;
    use crate::raster::tests::{Scanned, position};
    use crate::raster::{Sampling, Window};
    use proptest::prelude::*;
    use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

    fn axis() -> impl Strategy<Value = f64> {
        prop_oneof![4 => 0.05..14.0_f64, 2 => (1..40_i32).prop_map(|k| 0.5 * f64::from(k)), 1 => 0.001..0.05_f64]
    }

    fn angle() -> impl Strategy<Value = f64> {
        let special = prop::sample::select(vec![0.0, FRAC_PI_2, FRAC_PI_4, PI, -FRAC_PI_2, 1e-9, 1e-17]);
        prop_oneof![4 => -3.2..3.2_f64, 1 => special]
    }

    fn check(truth: &Truth, at: Point, window: Option<Window>) -> Result<(), TestCaseError> {
        let kind = truth.name.parse::<Kind>();
        let Ok(shape) = kind.and_then(|kind| kind.build(&truth.values, Ties::Native)) else {
            return Err(TestCaseError::fail("no shape"));
        };
        for (x, y, w) in Scanned::new(&shape, at, window, Sampling::Exact).pixels() {
            let expected = truth.weight(at, x, y);
            prop_assert!((w - expected).abs() <= 1.01e-13, "pixel ({x}, {y}): {w} for {expected}");
            // An ellipse may touch a corner as far as the oracle can tell.
            let off = (w == 0.0 || w == 1.0) || (expected > -1e-14 && expected < 1.0 + 1e-14);
            prop_assert!(off, "pixel ({x}, {y}): {w} for {expected}");
        }
        Ok(())
    }

    #[test]
    fn large_and_thin_ones_are_left_to_others() {
        let of = |a, b, theta| Ellipse::new(a, b, Rotation::new(theta, Ties::Native)).is_some();
        assert!(of(12.0, 10.0, 0.0) && !of(12.0, 10.1, 0.0));
        assert!(of(15.0, 0.01, 0.0) && !of(12.0, 1.0, 0.7));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn weights_of_ellipses_and_rings(
            a in axis(), b in axis(), theta in angle(), ratio in 0.1..0.99_f64, at in position(),
        ) {
            prop_assume!(Ellipse::new(a, b, Rotation::new(theta, Ties::Native)).is_some());
            check(&Truth::ellipse(a, b, theta), at, None)?;
            check(&Truth::ellipse_ring(a, b, theta, ratio), at, None)?;
        }

        #[test]
        fn windows_anywhere(
            a in axis(), b in axis(), theta in angle(), at in position(),
            (x, y) in (-25..25_i64, -25..25_i64), (width, height) in (1..40_i64, 1..40_i64),
        ) {
            prop_assume!(Ellipse::new(a, b, Rotation::new(theta, Ties::Native)).is_some());
            let (x0, y0) = (at.x.floor() as i64 + x, at.y.floor() as i64 + y);
            let window = Window { x0, x1: x0 + width, y0, y1: y0 + height };
            check(&Truth::ellipse(a, b, theta), at, Some(window))?;
            check(&Truth::ellipse_ring(a, b, theta, 0.9), at, Some(window))?;
        }
    }
}
