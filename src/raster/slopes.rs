//! What lies below a straight piece of an outline, in closed form.
//!
//! In a column it rises or falls from one height to another, in equal parts of the width that it takes there: so what is below
//! it in a row is that width times the mean of its heights, none below the row or above it.

use super::shades::{Plane, Span};
use super::vectors::{between, within};
use crate::arithmetic::{self, larger, smaller};
use crate::geometry::{Line, Point};
use pulp::Simd;
use std::ops::Range;

/// A piece that rises less within a column is level there.
const LEVEL: f64 = 1e-100;
/// Nothing is steeper: a width of 0 times this is still 0.
const STEEPEST: f64 = 1e200;

/// A straight piece.
struct Slope {
    span: Span,
    /// Where it begins, and how much it rises in a column.
    p: Point,
    rise: f64,
}

impl Slope {
    /// None if it has no width.
    #[inline(always)]
    fn of(line: &Line, centre: Point) -> Option<Self> {
        let p = line.p + centre;
        let span = Span::of(p, line.q + centre)?;
        let rise = (line.q.y - line.p.y) / (line.q.x - line.p.x);
        Some(Self { span, p, rise: arithmetic::between(rise, -STEEPEST, STEEPEST) })
    }

    /// Its height at an x from its start to its end.
    #[inline(always)]
    fn at(&self, x: f64) -> f64 {
        let y = (x - self.p.x) * self.rise + self.p.y;
        arithmetic::between(y, self.span.low.y, self.span.high.y)
    }

    /// The same of many.
    #[inline(always)]
    fn at_many<S: Simd>(&self, simd: S, x: S::f64s) -> S::f64s {
        let along = simd.mul_f64s(simd.sub_f64s(x, simd.splat_f64s(self.p.x)), simd.splat_f64s(self.rise));
        let y = simd.add_f64s(along, simd.splat_f64s(self.p.y));
        between(simd, y, simd.splat_f64s(self.span.low.y), simd.splat_f64s(self.span.high.y))
    }
}

impl<S: Simd> Plane<'_, S> {
    /// Adds a straight piece.
    #[inline(always)]
    pub(super) fn add_line(&mut self, simd: S, line: &Line, centre: Point) {
        let Some(slope) = Slope::of(line, centre) else { return };
        let Some((vectors, rows)) = self.reached(&slope.span) else { return };
        if vectors.len() == 1 {
            self.shade_line(simd, &slope, vectors.start, rows);
            return;
        }
        // Its height where it comes into each vector of columns, and where it leaves.
        let mut enters = slope.at(larger(self.left(vectors.start), slope.span.start.x));
        for k in vectors {
            let leaves = slope.at(smaller(self.left(k + 1), slope.span.end.x));
            self.shade_line(simd, &slope, k, self.rows(smaller(enters, leaves), larger(enters, leaves)));
            enters = leaves;
        }
    }

    /// Adds what is below it in the k-th vector of columns, of which it passes through these rows.
    #[inline(always)]
    fn shade_line(&mut self, simd: S, slope: &Slope, k: usize, rows: Range<usize>) {
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let left = self.lefts(simd, k);
        let Span { start, end, sign, .. } = &slope.span;
        let (start, end) = (simd.splat_f64s(start.x), simd.splat_f64s(end.x));
        let width = simd.sub_f64s(within(simd, end, left), within(simd, start, left));
        let full = simd.mul_f64s(simd.splat_f64s(*sign), width);
        self.add_below(simd, &rows, k, full);
        if rows.is_empty() {
            return;
        }
        let from = slope.at_many(simd, simd.max_f64s(left, start));
        let to = slope.at_many(simd, simd.min_f64s(simd.add_f64s(left, one), end));
        let bottom = simd.splat_f64s((self.clip.y_lo + rows.start as i64) as f64);
        let mut low = simd.sub_f64s(simd.min_f64s(from, to), bottom);
        let mut high = simd.sub_f64s(simd.max_f64s(from, to), bottom);
        let rise = simd.sub_f64s(high, low);
        let tilted = simd.less_than_f64s(simd.splat_f64s(LEVEL), rise);
        // Means are halves of sums.
        let half = simd.mul_f64s(full, simd.splat_f64s(0.5));
        let level = simd.select_f64s(tilted, zero, half);
        let per_rise = simd.select_f64s(tilted, simd.div_f64s(half, rise), zero);
        let mut i = rows.start * self.stride + k;
        for _ in rows {
            let (a, b) = (between(simd, low, zero, one), between(simd, high, zero, one));
            let (sum, within) = (simd.add_f64s(a, b), simd.sub_f64s(b, a));
            let above = simd.sub_f64s(simd.max_f64s(high, one), simd.max_f64s(low, one));
            let twice = simd.mul_add_e_f64s(within, sum, simd.add_f64s(above, above));
            let part = simd.mul_add_e_f64s(level, sum, simd.mul_f64s(per_rise, twice));
            // What is all below it has no rounding.
            let part = simd.select_f64s(simd.less_than_or_equal_f64s(one, low), full, part);
            let area = &mut self.areas[i];
            *area = simd.add_f64s(*area, part);
            (low, high) = (simd.sub_f64s(low, one), simd.sub_f64s(high, one));
            i += self.stride;
        }
    }
}
