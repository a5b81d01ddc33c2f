//! The area below a straight piece of an outline, in closed form.
//!
//! In a column it rises or falls from one height to another, in equal parts of the width that it takes there. Below it lies, in
//! a row, what is below its higher end, that width times a height, less what is beside it: a trapezoid, as wide at each height as
//! that is above the lower end, times how far the piece goes to the side in a row.

use super::edges::Edges;
use super::plane::{Plane, arounds, count_at};
use crate::arithmetic::{self, kept, larger, smaller};
use crate::raster::vectors::{MOST_LANES, between, lanes, within};
use pulp::Simd;
use std::ops::Range;

/// Nothing is steeper: a width of 0 times this is still 0.
const STEEPEST: f64 = 1e200;

/// What straight pieces need to know, a lane for each; lanes of other pieces have no meaning.
pub(in crate::raster) struct Slopes {
    /// x of the left and of the right end.
    start: [f64; MOST_LANES],
    end: [f64; MOST_LANES],
    /// The lowest and the highest y.
    low: [f64; MOST_LANES],
    high: [f64; MOST_LANES],
    /// A point of it, and how much it rises in a column.
    x: [f64; MOST_LANES],
    y: [f64; MOST_LANES],
    rise: [f64; MOST_LANES],
    /// How far it goes to the side in a row, with a sign; half of it, for means of heights. What is beside it is missing below it.
    missing: [f64; MOST_LANES],
    /// Between heights so near to each other it is level as far as their rounding can tell.
    level: [f64; MOST_LANES],
    /// 1 where it bounds the shape from above, −1 from below.
    sign: [f64; MOST_LANES],
    /// The columns and the rows that it may pass through: the first one, and the first one that it does not reach, as [`arounds`]
    /// has them.
    columns: [[f64; MOST_LANES]; 2],
    rows: [[f64; MOST_LANES]; 2],
}

impl Slopes {
    #[inline(always)]
    pub fn new<S: Simd>(simd: S, edges: &Edges<S>, plane: &Plane<'_, S>) -> Self {
        let Edges { start, end, low, high, sign, p, by, .. } = *edges;
        let (x_lo, y_lo) = (simd.splat_f64s(plane.clip.x_lo), simd.splat_f64s(plane.clip.y_lo as f64));
        let steepest = simd.splat_f64s(STEEPEST);
        let (rise, run) = (simd.div_f64s(by.1, by.0), simd.div_f64s(by.0, by.1));
        let rounding = simd.splat_f64s(2.0 * f64::EPSILON);
        let farthest = simd.max_f64s(simd.abs_f64s(low.1), simd.abs_f64s(high.1));
        let half = simd.mul_f64s(simd.splat_f64s(-0.5), simd.abs_f64s(run));
        Self {
            start: lanes::<S>(start.0),
            end: lanes::<S>(end.0),
            low: lanes::<S>(low.1),
            high: lanes::<S>(high.1),
            x: lanes::<S>(p.0),
            y: lanes::<S>(p.1),
            rise: lanes::<S>(between(simd, rise, simd.neg_f64s(steepest), steepest)),
            missing: lanes::<S>(simd.mul_f64s(sign, half)),
            level: lanes::<S>(simd.mul_f64s(rounding, farthest)),
            sign: lanes::<S>(sign),
            columns: arounds(
                simd,
                simd.sub_f64s(start.0, x_lo),
                simd.sub_f64s(end.0, x_lo),
                plane.clip.width,
            ),
            rows: arounds(simd, simd.sub_f64s(low.1, y_lo), simd.sub_f64s(high.1, y_lo), plane.height),
        }
    }

    /// The height of one of them at an x from its start to its end.
    #[inline(always)]
    fn at(&self, i: usize, x: f64) -> f64 {
        arithmetic::between((x - self.x[i]) * self.rise[i] + self.y[i], self.low[i], self.high[i])
    }

    /// The heights of one of them at the two sides of columns; beyond its start or its end that of it.
    #[inline(always)]
    fn at_sides<S: Simd>(&self, simd: S, i: usize, left: S::f64s) -> [S::f64s; 2] {
        let rise = simd.splat_f64s(self.rise[i]);
        let along = simd.sub_f64s(left, simd.splat_f64s(self.x[i]));
        let y = simd.mul_add_e_f64s(along, rise, simd.splat_f64s(self.y[i]));
        let (low, high) = (simd.splat_f64s(self.low[i]), simd.splat_f64s(self.high[i]));
        [between(simd, y, low, high), between(simd, simd.add_f64s(y, rise), low, high)]
    }
}

impl<S: Simd> Plane<'_, S> {
    /// Adds one of some straight pieces.
    #[inline(always)]
    pub(in crate::raster) fn add_line(&mut self, simd: S, slopes: &Slopes, line: usize) {
        // So that the compiler knows it to be a lane.
        let line = line % MOST_LANES;
        let (first, last) = (count_at(slopes.columns[0][line]), count_at(slopes.columns[1][line]));
        let rows = count_at(slopes.rows[0][line])..count_at(slopes.rows[1][line]);
        // What has no width adds nothing.
        if first >= last || rows.end == 0 || slopes.start[line] == slopes.end[line] {
            return;
        }
        let vectors = first / S::F64_LANES..last.div_ceil(S::F64_LANES);
        if vectors.len() == 1 {
            self.shade_line(simd, slopes, line, vectors.start, rows);
            return;
        }
        // Its height where it comes into each vector of columns, and where it leaves.
        let mut enters = slopes.at(line, larger(self.left(vectors.start), slopes.start[line]));
        for k in vectors {
            let leaves = slopes.at(line, smaller(self.left(k + 1), slopes.end[line]));
            let rows = self.rows(smaller(enters, leaves), larger(enters, leaves));
            self.shade_line(simd, slopes, line, k, rows);
            enters = leaves;
        }
    }

    /// Adds what is below it in the k-th vector of columns, of which it passes through these rows.
    #[inline(always)]
    fn shade_line(&mut self, simd: S, slopes: &Slopes, line: usize, k: usize, rows: Range<usize>) {
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let left = self.lefts(simd, k);
        let (start, end) = (simd.splat_f64s(slopes.start[line]), simd.splat_f64s(slopes.end[line]));
        let width = simd.sub_f64s(within(simd, end, left), within(simd, start, left));
        let full = simd.mul_f64s(simd.splat_f64s(slopes.sign[line]), width);
        self.add_below(simd, &rows, k, full);
        if rows.is_empty() {
            return;
        }
        let [from, to] = slopes.at_sides(simd, line, left);
        let bottom = simd.splat_f64s((self.clip.y_lo + rows.start as i64) as f64);
        let low = simd.sub_f64s(simd.min_f64s(from, to), bottom);
        let high = simd.sub_f64s(simd.max_f64s(from, to), bottom);
        let rises = simd.less_than_f64s(simd.splat_f64s(slopes.level[line]), simd.sub_f64s(high, low));
        // Where it takes nothing of the width it may seem to rise by the rounding of a steep one.
        let takes = simd.less_than_f64s(zero, width);
        let missing = kept(simd, simd.and_m64s(rises, takes), simd.splat_f64s(slopes.missing[line]));
        let mut i = rows.start * self.stride + k;
        // Up to each line between rows: how high the part of the row is that something is below, and how much of it is above the
        // lower end.
        let mut top = zero;
        let mut up = simd.min_f64s(top, high);
        let mut above = simd.max_f64s(simd.sub_f64s(up, low), zero);
        for _ in rows {
            let (up_before, above_before) = (up, above);
            top = simd.add_f64s(top, one);
            up = simd.min_f64s(top, high);
            above = simd.max_f64s(simd.sub_f64s(up, low), zero);
            let in_row = simd.sub_f64s(up, up_before);
            // The same as the difference of the two that are above, without its rounding.
            let rise = simd.min_f64s(above, in_row);
            let beside = simd.mul_f64s(rise, simd.add_f64s(above, above_before));
            let area = &mut self.areas[i];
            let under = simd.mul_add_e_f64s(full, in_row, simd.mul_f64s(missing, beside));
            *area = simd.add_f64s(*area, under);
            i += self.stride;
        }
    }
}
