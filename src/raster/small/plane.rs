//! The areas that the pieces of an outline add up to, by vectors of columns.

use crate::arithmetic::{ROUNDER, larger, smaller};
use crate::geometry::Point;
use crate::raster::clip::Clip;
use crate::raster::vectors::{COUNT, MOST_LANES, between, cutoff_of_columns, lanes, lot, significant};
use pulp::Simd;
use std::ops::Range;

/// So many vectors of columns become weights at once.
const AT_ONCE: usize = 4;

/// What the pieces have added up to, by vectors of columns.
pub(in crate::raster) struct Plane<'a, S: Simd> {
    /// What a pixel gets.
    pub areas: &'a mut [S::f64s],
    /// What a pixel and all below it get.
    pub widths: &'a mut [S::f64s],
    /// Where a piece crosses the lines between the rows.
    pub crossings: &'a mut [f64],
    pub stride: usize,
    pub height: usize,
    pub clip: &'a Clip,
}

/// The ends of a piece, from left to right and from below.
pub(in crate::raster) struct Span {
    pub start: Point,
    pub end: Point,
    pub low: Point,
    pub high: Point,
    /// 1 where it bounds the shape from above, −1 from below.
    pub sign: f64,
}

impl Span {
    /// None if it has no width.
    #[inline(always)]
    pub fn of(p: Point, q: Point) -> Option<Self> {
        // Counter-clockwise, the inside lies below what goes to the left.
        let (start, end, sign) = if p.x > q.x { (q, p, 1.0) } else { (p, q, -1.0) };
        let (low, high) = if start.y < end.y { (start, end) } else { (end, start) };
        (p.x != q.x).then_some(Self { start, end, low, high, sign })
    }
}

impl<S: Simd> Plane<'_, S> {
    /// The left side of the k-th vector of columns.
    #[inline(always)]
    pub fn left(&self, k: usize) -> f64 {
        self.clip.x_lo + (k * S::F64_LANES) as i64 as f64
    }

    /// The rows that something between two heights may pass through.
    #[inline(always)]
    pub fn rows(&self, low: f64, high: f64) -> Range<usize> {
        around(low - self.clip.y_lo as f64, high - self.clip.y_lo as f64, self.height)
    }

    /// The vectors of columns that a piece passes through, and the rows; none if it adds nothing.
    #[inline(always)]
    pub fn reached(&self, span: &Span) -> Option<(Range<usize>, Range<usize>)> {
        let x_lo = self.clip.x_lo;
        let columns = around(span.start.x - x_lo, span.end.x - x_lo, self.clip.width);
        let rows = self.rows(span.low.y, span.high.y);
        let vectors = columns.start / S::F64_LANES..columns.end.div_ceil(S::F64_LANES);
        (!columns.is_empty() && rows.end > 0).then_some((vectors, rows))
    }

    /// The left sides of the k-th vector of columns.
    #[inline(always)]
    pub fn lefts(&self, simd: S, k: usize) -> S::f64s {
        simd.add_f64s(simd.splat_f64s(self.left(k)), lot(simd, &COUNT, 0))
    }

    /// Adds what is all below a piece, so much of the width, to the rows below those that it passes through.
    #[inline(always)]
    pub fn add_below(&mut self, simd: S, rows: &Range<usize>, k: usize, width: S::f64s) {
        if rows.start > 0 {
            let below = &mut self.widths[(rows.start - 1) * self.stride + k];
            *below = simd.add_f64s(*below, width);
        }
    }

    /// What has been added up becomes weights: from 0 to 1, 0 for those below the cutoff and beyond the window.
    #[inline(always)]
    pub fn limit(&mut self, simd: S, cutoff: f64) {
        // A few vectors at a time: rows of wide windows are so far apart that each would be fetched again for every vector.
        let wide = self.stride - self.stride % AT_ONCE;
        for k in (0..wide).step_by(AT_ONCE) {
            self.limit_columns::<AT_ONCE>(simd, cutoff, k);
        }
        for k in wide..self.stride {
            self.limit_columns::<1>(simd, cutoff, k);
        }
    }

    /// The same for `N` vectors of columns from the k-th on.
    #[inline(always)]
    fn limit_columns<const N: usize>(&mut self, simd: S, cutoff: f64, k: usize) {
        let one = simd.splat_f64s(1.0);
        let mut above = [simd.splat_f64s(0.0); N];
        let mut cutoffs = above;
        for (n, of_columns) in cutoffs.iter_mut().enumerate() {
            let left = self.clip.width as f64 - ((k + n) * S::F64_LANES) as f64;
            *of_columns = cutoff_of_columns(simd, cutoff, left);
        }
        for j in (0..self.height).rev() {
            let i = j * self.stride + k;
            let (areas, widths) = (&mut self.areas[i..i + N], &self.widths[i..i + N]);
            for n in 0..N {
                above[n] = simd.add_f64s(above[n], widths[n]);
                let weight = simd.min_f64s(simd.add_f64s(above[n], areas[n]), one);
                areas[n] = significant(simd, weight, cutoffs[n]);
            }
        }
    }
}

/// The whole pixels around what lies from `low` to `high` pixels from the first one, of `count`. At an integer it may be one more.
#[inline(always)]
fn around(low: f64, high: f64, count: usize) -> Range<usize> {
    let nearest = |x: f64| {
        let sum = smaller(larger(x, 0.0), count as f64) + ROUNDER;
        count_at(sum)
    };
    nearest(low - 0.5)..nearest(high + 0.5)
}

/// The same for a lane each: the first of them, and the first one beyond, for [`count_at`].
#[inline(always)]
pub(in crate::raster) fn arounds<S: Simd>(
    simd: S,
    low: S::f64s,
    high: S::f64s,
    count: usize,
) -> [[f64; MOST_LANES]; 2] {
    let (zero, count) = (simd.splat_f64s(0.0), simd.splat_f64s(count as f64));
    let nearest = |x: S::f64s| simd.add_f64s(between(simd, x, zero, count), simd.splat_f64s(ROUNDER));
    let half = simd.splat_f64s(0.5);
    [lanes::<S>(nearest(simd.sub_f64s(low, half))), lanes::<S>(nearest(simd.add_f64s(high, half)))]
}

/// The integer of a sum of it with [`ROUNDER`].
#[inline(always)]
pub(in crate::raster) fn count_at(sum: f64) -> usize {
    (sum.to_bits() - ROUNDER.to_bits()) as usize
}
