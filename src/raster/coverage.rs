//! Coverage of one source, as data: runs of pixels in a row with one weight, or with a weight each.

use super::Window;
use crate::error::{Error, Result};
use crate::geometry::Extents;
use crate::raster::aligned::Aligned;
use crate::raster::vectors::lanes_here;

/// Shorter stretches of one weight are written out beside their neighbours: one run a row beats three short ones.
const SHORT: usize = 16;

/// The weight of the pixels of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Weight {
    /// One weight for all, 1 inside the shape.
    Const(f64),
    /// One weight each, from this index of [`Coverage::weights`] on.
    PerPixel(usize),
}

/// Neighbouring pixels of one row that have positive weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// Row, from the window's first.
    pub row: usize,
    /// First column, from the window's first.
    pub col: usize,
    /// Number of pixels.
    pub len: usize,
    /// Their weight.
    pub weight: Weight,
}

impl Run {
    /// `len` pixels of this run, beginning at its pixel `from`.
    pub fn part(&self, from: usize, len: usize) -> Self {
        let weight = match self.weight {
            Weight::Const(w) => Weight::Const(w),
            Weight::PerPixel(start) => Weight::PerPixel(start + from),
        };
        Self { row: self.row, col: self.col + from, len, weight }
    }
}

/// The runs of one source in a window, row by row from left to right. The memory is kept from source to source.
#[derive(Debug, Default)]
pub struct Coverage {
    window: Window,
    cutoff: f64,
    runs: Vec<Run>,
    weights: Vec<f64>,
    /// Weights of a row, if the coverage is dense; else 0.
    stride: usize,
    /// Whether the runs were taken from what was dense, and point to its weights.
    settled: bool,
    dense: Aligned,
    /// How many of those belong to this source. A larger one may have been before.
    used: usize,
}

impl Clone for Coverage {
    fn clone(&self) -> Self {
        Self {
            window: self.window,
            cutoff: self.cutoff,
            runs: self.runs.clone(),
            weights: self.weights.clone(),
            stride: self.stride,
            settled: self.settled,
            dense: self.dense.copy(self.used),
            used: self.used,
        }
    }
}

/// Most columns of a dense coverage, and most pixels.
const MAX_STRIDE: usize = 264;
const MAX_DENSE: usize = MAX_STRIDE * MAX_STRIDE;

/// Whether a window is so small that a weight for every pixel takes less time than a list of those at the edge.
pub(super) fn is_small(width: usize, height: usize) -> bool {
    width <= MAX_STRIDE && stride(width) * height <= MAX_DENSE
}

/// Whether the windows of a shape are small wherever it is.
pub(super) fn extents_are_small(extents: &Extents) -> bool {
    let most = |low: f64, high: f64| (high - low).min(MAX_DENSE as f64).ceil() as usize + 1;
    is_small(most(extents.xmin, extents.xmax), most(extents.ymin, extents.ymax))
}

/// Columns in memory for so many of a window: whole vectors of this processor, and whole fours.
pub(super) fn stride(width: usize) -> usize {
    let stride = width.next_multiple_of(lanes_here().max(FOUR));
    // Down the columns the rows of such a window would meet in a few places of the cache.
    let meets = stride > REPEAT && stride.is_multiple_of(REPEAT);
    if meets { stride + LINE } else { stride }
}

/// Numbers in a line of the cache, and how far apart those are that meet in an eighth of its places.
const LINE: usize = 8;
const REPEAT: usize = 64;

/// A weight for every pixel of a small window, 0 where there is none.
#[derive(Debug)]
pub struct Dense<'a> {
    /// Row by row.
    pub weights: &'a mut [f64],
    /// So many for each row, whole vectors; those beyond the window are 0.
    pub stride: usize,
    /// The window.
    pub window: Window,
}

/// Rows of an image are read in fours: loops over whole ones are shorter, and to read on to the end of longer vectors
/// would often take another line of the cache.
pub(crate) const FOUR: usize = 4;

/// So many pixels are read of a row of a window that has so many columns, if the image has them.
#[inline(always)]
pub(crate) fn padded(width: usize) -> usize {
    width.next_multiple_of(FOUR)
}

impl Dense<'_> {
    /// So many pixels are read of each row, some of them beyond the window.
    #[inline(always)]
    pub fn padded(&self) -> usize {
        padded(self.window.width())
    }
}

impl Coverage {
    /// Starts anew for another window. Weights below `cutoff` count as 0.
    pub(super) fn reset(&mut self, window: Window, cutoff: f64) {
        (self.window, self.stride, self.settled, self.used) = (window, 0, false, 0);
        // A weight is positive, whatever the rounding of an area that vanishes.
        self.cutoff = cutoff.max(f64::MIN_POSITIVE);
        self.runs.clear();
        self.weights.clear();
    }

    /// The pixels that were looked at.
    pub fn window(&self) -> Window {
        self.window
    }

    /// The runs.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The weights that per-pixel runs point to.
    pub fn weights(&self) -> &[f64] {
        if self.settled { self.dense.get(self.used) } else { &self.weights }
    }

    /// Weights below it count as 0.
    pub(super) fn cutoff(&self) -> f64 {
        self.cutoff
    }

    /// Makes room for the runs of a row that has so many boundary cells.
    pub(super) fn reserve(&mut self, cells: usize) -> Result<()> {
        let out = |_| Error::OutOfMemory("the coverage of a source");
        self.runs.try_reserve(2 * cells + 1).map_err(out)?;
        self.weights.try_reserve((SHORT + 1) * (cells + 1)).map_err(out)
    }

    /// Appends one pixel, right of or below what is there.
    #[inline(always)]
    pub(super) fn pixel(&mut self, row: usize, col: usize, weight: f64) {
        if weight >= self.cutoff && weight > 0.0 {
            self.extend(row, col, 1);
            self.weights.push(weight);
        }
    }

    /// Appends the columns `from..to` with one weight.
    #[inline(always)]
    pub(super) fn span(&mut self, row: usize, from: usize, to: usize, weight: f64) {
        if !(weight >= self.cutoff && weight > 0.0) {
            return;
        }
        if to - from < SHORT {
            self.extend(row, from, to - from);
            self.weights.resize(self.weights.len() + (to - from), weight);
        } else {
            self.runs.push(Run { row, col: from, len: to - from, weight: Weight::Const(weight) });
        }
    }

    /// Makes the coverage dense: the weights of every row, `stride` for each, which the caller has to write, all of them.
    #[inline(always)]
    pub(super) fn start_dense(&mut self, stride: usize) -> &mut [f64] {
        debug_assert!(stride >= self.window.width() && stride <= MAX_STRIDE);
        self.stride = stride;
        let len = stride * self.window.height();
        self.used = len;
        self.dense.room(len)
    }

    /// The weights, if the coverage is dense.
    #[inline(always)]
    pub fn dense(&mut self) -> Option<Dense<'_>> {
        let Self { window, stride, dense, .. } = self;
        let len = *stride * window.height();
        (*stride > 0).then(|| Dense { weights: dense.get_mut(len), stride: *stride, window: *window })
    }

    /// Writes down the runs of a dense coverage; it is so no longer.
    pub fn settle(&mut self) {
        let Self { window, runs, dense, stride, settled, .. } = self;
        let width = window.width();
        let weights = dense.get(*stride * window.height());
        for (row, weights) in weights.chunks_exact((*stride).max(1)).enumerate() {
            for (first, weights) in (0..width).step_by(FLAGS).zip(weights.chunks(FLAGS)) {
                let mut flags = [false; FLAGS];
                for (flag, &weight) in flags.iter_mut().zip(weights) {
                    *flag = weight > 0.0;
                }
                // The rows are kept whole, zeros too.
                each_run(&flags, FLAGS.min(width - first), |col, len| match runs.last_mut() {
                    Some(last) if last.row == row && last.col + last.len == first + col => last.len += len,
                    _ => {
                        let col = first + col;
                        runs.push(Run { row, col, len, weight: Weight::PerPixel(*stride * row + col) });
                    }
                });
            }
        }
        (*settled, *stride) = (*stride > 0, 0);
    }

    /// Sets the weights that short chords share. After it `chord` may be called, and nothing else.
    pub(super) fn start_chords(&mut self) -> Result<()> {
        self.reserve(1)?;
        self.weights.resize(SHORT, 1.0);
        Ok(())
    }

    /// Appends the columns `from..to`, with weight 1, if there are any. A short run has the first weights.
    #[inline(always)]
    pub(super) fn chord(&mut self, row: usize, from: usize, to: usize) {
        debug_assert!(self.weights.len() >= SHORT);
        if from < to {
            let len = to - from;
            let weight = if len < SHORT { Weight::PerPixel(0) } else { Weight::Const(1.0) };
            self.runs.push(Run { row, col: from, len, weight });
        }
    }

    /// Lengthens the last run, if its weights are the last ones, or opens one, for pixels whose weights are pushed next.
    #[inline(always)]
    fn extend(&mut self, row: usize, col: usize, len: usize) {
        let next = self.weights.len();
        match self.runs.last_mut() {
            Some(Run { row: y, col: x, len: n, weight: Weight::PerPixel(start) })
                if *y == row && *x + *n == col && *start + *n == next =>
            {
                *n += len;
            }
            _ => self.runs.push(Run { row, col, len, weight: Weight::PerPixel(next) }),
        }
    }

    /// Writes the weights into a zeroed row-major array of the pixels of `whole`, which holds the window.
    pub fn paint(&self, whole: &Window, out: &mut [f64]) {
        let width = whole.width();
        let before = |inner: i64, outer: i64| inner.saturating_sub(outer) as usize;
        let (first_row, first_col) = (before(self.window.y0, whole.y0), before(self.window.x0, whole.x0));
        for run in &self.runs {
            let start = (first_row + run.row) * width + first_col + run.col;
            let target = &mut out[start..start + run.len];
            match run.weight {
                Weight::Const(w) => target.fill(w),
                Weight::PerPixel(from) => target.copy_from_slice(&self.weights()[from..from + run.len]),
            }
        }
    }

    /// Gives back what one unusually large source has taken.
    pub(crate) fn trim(&mut self, limit: usize) {
        self.runs.clear();
        self.weights.clear();
        self.runs.shrink_to(limit);
        self.weights.shrink_to(limit);
    }
}

/// So many columns are looked at together: a bit for each.
const FLAGS: usize = 64;

/// Calls `each` with the first column and the length of all runs of flags among the first `width`.
#[inline(always)]
fn each_run(flags: &[bool; FLAGS], width: usize, mut each: impl FnMut(usize, usize)) {
    // A byte for each column, then a bit: eight bytes of 0 or 1 times this number have them in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (bytes, _) = flags.as_chunks::<8>();
    let byte = |eight: &[bool; 8]| u64::from_le_bytes(eight.map(u8::from)).wrapping_mul(GATHER) >> 56;
    let mut left = bytes.iter().zip(0..).fold(0, |all, (eight, k)| all | byte(eight) << (8 * k));
    left &= u64::MAX.checked_shr(64 - width as u32).unwrap_or(0);
    while left != 0 {
        let col = left.trailing_zeros() as usize;
        let len = (!(left >> col)).trailing_zeros() as usize;
        each(col, len);
        left &= !((u64::MAX >> (64 - len)) << col);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_what_is_in_use_and_no_more() {
        let mut c = Coverage::default();
        for side in [100, 3] {
            c.reset(Window { x0: 0, x1: side, y0: 0, y1: side }, 1e-13);
            c.start_dense(stride(side as usize)).fill(0.5);
        }
        let mut copy = c.clone();
        let padded = stride(3);
        assert_eq!(copy.used, 3 * padded);
        copy.settle();
        assert_eq!((copy.runs().len(), copy.weights()), (3, &vec![0.5; 3 * padded][..]));
    }

    #[test]
    fn neighbours_join_and_zeros_part() {
        let mut c = Coverage::default();
        c.reset(Window { x0: 0, x1: 100, y0: 0, y1: 2 }, 1e-13);
        c.pixel(0, 1, 0.5);
        c.span(0, 2, 5, 1.0);
        c.pixel(0, 5, 1e-14);
        c.pixel(0, 6, 0.25);
        c.span(0, 7, 60, 1.0);
        c.pixel(1, 60, 0.5);
        let runs: Vec<_> = c.runs().iter().map(|r| (r.row, r.col, r.len, r.weight)).collect();
        assert_eq!(
            runs,
            [
                (0, 1, 4, Weight::PerPixel(0)),
                (0, 6, 1, Weight::PerPixel(4)),
                (0, 7, 53, Weight::Const(1.0)),
                (1, 60, 1, Weight::PerPixel(5)),
            ]
        );
        assert_eq!(c.weights(), [0.5, 1.0, 1.0, 1.0, 0.25, 0.5]);
    }
}
