//! A figure whose crossings with the grid lines are known, written a vector of columns at a time.

use crate::arithmetic::{between, larger, near_floor, near_integer, smaller};
use crate::raster::vectors::{cutoff_of_columns, significant};
use pulp::Simd;
use std::ops::Range;

/// Of so few rows none is left out.
const FEW_ROWS: usize = 8;

/// A window; `x` and `y` are its lowest corner, relative to the centre.
pub(in crate::raster) struct Placed {
    pub x: f64,
    pub y: f64,
    pub width: usize,
    pub height: usize,
}

/// The grid lines of one direction, `count` and one.
pub(in crate::raster) struct Lines<'a> {
    /// How far they are from the centre, at most r.
    pub t: &'a [f64],
    /// Where the circle is there.
    pub at: &'a [f64],
    pub count: usize,
    /// Where the centre is, in columns (or rows) of the window.
    centre: f64,
    /// So many columns (or rows) end before the centre, or there. The next one has it, if it is one.
    pub before: usize,
    /// From this one on they begin after the centre.
    pub after: usize,
}

impl<'a> Lines<'a> {
    /// Those around `count` columns (or rows), as whole vectors.
    #[inline(always)]
    pub fn len<S: Simd>(count: usize) -> usize {
        (count / S::F64_LANES + 1) * S::F64_LANES
    }

    /// Those from `first` on.
    #[inline(always)]
    pub fn new(t: &'a [f64], at: &'a [f64], first: f64, count: usize) -> Self {
        let centre = -first;
        let before = near_floor(between(centre, -1.0, (count + 1) as f64));
        let number = |n: i64| n.clamp(0, count as i64) as usize;
        Self { t, at, count, centre, before: number(before), after: number(before + 1) }
    }

    /// The column (or row) of the window that has the centre within, if there is one.
    #[inline(always)]
    pub fn with_centre(&self) -> Option<usize> {
        (self.before < self.after).then_some(self.before)
    }
}

/// A circle or an ellipse of which it is known where it crosses the grid lines.
pub(in crate::raster) trait Figure {
    /// What it needs to know of a vector of columns.
    type Columns<S: Simd>;

    /// The columns and the rows of the window.
    fn size(&self) -> (usize, usize);

    /// The columns from this one on.
    fn columns<S: Simd>(&self, simd: S, first: usize) -> Self::Columns<S>;

    /// What it does in their rows.
    fn parts(&self, columns: Range<usize>) -> Parts;

    /// Writes the weights of these columns in some rows.
    fn write<S: Simd, const HOLE: bool>(
        &self,
        simd: S,
        columns: &Self::Columns<S>,
        rows: Range<usize>,
        column: &mut Column<'_, S>,
    );
}

/// Where the weights are written, and which of them count as 0.
pub(in crate::raster) struct Target<'a> {
    pub stride: usize,
    pub cutoff: f64,
    pub weights: &'a mut [f64],
}

/// A vector of columns that is written.
pub(in crate::raster) struct Column<'a, S: Simd> {
    /// Those of all columns, a row every `stride` vectors.
    weights: &'a mut [S::f64s],
    stride: usize,
    /// Where the next row is.
    next: usize,
    /// What counts as nothing; everything beyond the window.
    cutoff: S::f64s,
}

impl<S: Simd> Column<'_, S> {
    /// Writes the weights in the next row, of which so much is covered, or what a hole of that size leaves of them. Pixels that are
    /// inside are all in, without the rounding of their parts.
    #[inline(always)]
    pub fn put<const HOLE: bool>(&mut self, simd: S, covered: S::f64s, inside: S::m64s) {
        let one = simd.splat_f64s(1.0);
        let covered = simd.select_f64s(inside, one, simd.min_f64s(covered, one));
        let weights = &mut self.weights[self.next];
        let left = if HOLE { simd.sub_f64s(*weights, covered) } else { covered };
        *weights = significant(simd, left, self.cutoff);
        self.next += self.stride;
    }

    /// Writes the same weights in so many rows.
    #[inline(always)]
    fn fill(&mut self, rows: usize, value: S::f64s) {
        let (end, len) = (self.next + rows * self.stride, self.weights.len());
        // The last row ends before `end` does.
        let cells = &mut self.weights[self.next.min(len)..end.min(len)];
        let mut i = 0;
        while i + self.stride < cells.len() {
            (cells[i], cells[i + self.stride]) = (value, value);
            i += 2 * self.stride;
        }
        if i < cells.len() {
            cells[i] = value;
        }
        self.next = end;
    }
}

/// Writes all weights, or takes them away from those of a disc that this one is the hole of: a vector of columns at a time, so
/// that what is known of them stays in registers.
#[inline(always)]
pub(in crate::raster) fn write<S: Simd, F: Figure, const HOLE: bool>(
    simd: S,
    figure: &F,
    target: Target<'_>,
) {
    let Target { stride, cutoff, weights } = target;
    let ((weights, _), stride) = (S::as_mut_simd_f64s(weights), stride / S::F64_LANES);
    let (width, height) = figure.size();
    let (inside, outside) = (simd.splat_f64s(if HOLE { 0.0 } else { 1.0 }), simd.splat_f64s(0.0));
    for k in 0..stride {
        let first = k * S::F64_LANES;
        let cutoff = cutoff_of_columns(simd, cutoff, (width as i64 - first as i64) as f64);
        let columns = figure.columns(simd, first);
        let parts =
            if height <= FEW_ROWS { Parts::all(height) } else { figure.parts(first..first + S::F64_LANES) };
        let Parts { start, from, to, end } = parts;
        let mut column = Column { weights: &mut *weights, stride, next: k, cutoff };
        if HOLE {
            column.next += start * stride;
        } else {
            column.fill(start, outside);
        }
        figure.write::<S, HOLE>(simd, &columns, start..from, &mut column);
        if from < end {
            column.fill(to - from, inside);
            figure.write::<S, HOLE>(simd, &columns, to..end, &mut column);
        }
        if !HOLE {
            column.fill(height - from.max(end), outside);
        }
    }
}

/// Rows of some columns: from `start` on the circle passes through them, those from `from` to `to` are inside, and until `end`
/// it passes through them again.
pub(in crate::raster) struct Parts {
    start: usize,
    from: usize,
    to: usize,
    end: usize,
}

impl Parts {
    /// It may pass through any of so few rows: it takes longer to find out.
    #[inline(always)]
    fn all(rows: usize) -> Self {
        Self { start: 0, from: rows, to: rows, end: rows }
    }

    /// In some columns the lower side of it lies between the first two heights, the upper one between the other two; `rows` are
    /// those of the window.
    #[inline(always)]
    pub fn between([lowest, low, high, highest]: [f64; 4], rows: usize) -> Self {
        // A row that is taken to be touched does no harm, so halves may be rounded either way.
        let row = |line: f64| near_integer(between(line, 0.0, rows as f64)) as usize;
        let from = row(low + 0.5);
        Self { start: row(lowest - 0.5), from, to: row(high - 0.5).max(from), end: row(highest + 0.5) }
    }

    /// What a circle does in the rows of some columns.
    #[inline(always)]
    pub fn of_circle(r: f64, x: &Lines<'_>, y: &Lines<'_>, columns: Range<usize>) -> Self {
        let (a, b) = (x.at[columns.start], x.at[columns.end]);
        // Beyond the last column, too: it may be the farthest one then, and not at an end of the vector.
        let has_centre = x.before < columns.end && columns.start < x.after;
        let (least, most) = (smaller(a, b), if has_centre { r } else { larger(a, b) });
        let centre = y.centre;
        Self::between([centre - most, centre - least, centre + least, centre + most], y.count)
    }
}
