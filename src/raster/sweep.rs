//! From touched cells to coverage: one sweep along each row with a running sum of the covers.

use super::cells::{Cell, List, Tile};
use super::coverage::Coverage;
use super::samples::Share;
use crate::error::Result;
use pulp::{Arch, Simd, WithSimd};

/// How a pixel gets its weight.
pub(super) trait Weigh {
    /// A cell that the outline touches; `running` is the sum of the covers left of it.
    fn cell(&self, row: usize, col: usize, running: f64, cell: Cell) -> f64;
    /// Columns `from..to` between touched cells, where the running sum is not 0.
    fn span(&self, row: usize, from: usize, to: usize, running: f64, out: &mut Coverage) -> Result<()>;
}

/// The covered area.
pub(super) struct Exact;

impl Weigh for Exact {
    #[inline(always)]
    fn cell(&self, _: usize, _: usize, running: f64, cell: Cell) -> f64 {
        (running + cell.area).clamp(0.0, 1.0)
    }

    #[inline(always)]
    fn span(&self, row: usize, from: usize, to: usize, running: f64, out: &mut Coverage) -> Result<()> {
        out.span(row, from, to, running.clamp(0.0, 1.0));
        Ok(())
    }
}

/// The share of samples inside. Only pixels that the outline passes through are sampled.
impl<S: Share> Weigh for S {
    #[inline(always)]
    fn cell(&self, row: usize, col: usize, _: f64, _: Cell) -> f64 {
        self.weight(row, col)
    }

    #[inline(always)]
    fn span(&self, row: usize, from: usize, to: usize, running: f64, out: &mut Coverage) -> Result<()> {
        if running == 1.0 {
            out.span(row, from, to, 1.0);
        } else if running > 0.0 {
            // A level edge runs through these pixels.
            out.reserve((to - from) / 8)?;
            for col in from..to {
                out.pixel(row, col, self.weight(row, col));
            }
        }
        Ok(())
    }
}

/// One row under way.
struct Row<'a, W> {
    row: usize,
    col: usize,
    running: f64,
    weigh: &'a W,
    out: &'a mut Coverage,
}

impl<'a, W: Weigh> Row<'a, W> {
    #[inline(always)]
    fn new(row: usize, weigh: &'a W, out: &'a mut Coverage) -> Self {
        Self { row, col: 0, running: 0.0, weigh, out }
    }

    #[inline(always)]
    fn fill(&mut self, to: usize) -> Result<()> {
        if self.running != 0.0 && self.col < to {
            self.weigh.span(self.row, self.col, to, self.running, self.out)?;
        }
        Ok(())
    }

    #[inline(always)]
    fn touch(&mut self, col: usize, cell: Cell) -> Result<()> {
        self.fill(col)?;
        self.out.pixel(self.row, col, self.weigh.cell(self.row, col, self.running, cell));
        self.running += cell.cover;
        self.col = col + 1;
        Ok(())
    }
}

/// Sweeps all rows of a tile to dense coverage.
pub(super) fn sweep_dense(tile: &mut Tile, width: usize, out: &mut Coverage) {
    let cutoff = out.cutoff();
    tile.take_rows(|cells, touched, stride| {
        let weights = out.start_dense(stride);
        let rows = cells.chunks_mut(4 * stride).zip(weights.chunks_mut(4 * stride)).zip(touched.chunks(4));
        for ((cells, weights), touched) in rows {
            let columns = Columns::of(touched, width);
            // Several rows at a time, since a running sum waits for itself.
            match touched.len() {
                4 => sweep_rows::<4>(cells, stride, &columns, weights),
                3 => sweep_rows::<3>(cells, stride, &columns, weights),
                2 => sweep_rows::<2>(cells, stride, &columns, weights),
                _ => sweep_rows::<1>(cells, stride, &columns, weights),
            }
        }
        Arch::new().dispatch(Limit { weights, cutoff });
    });
}

/// The columns of some rows: from the first that is touched in one of them to the last.
struct Columns {
    first: usize,
    end: usize,
    width: usize,
}

impl Columns {
    fn of(touched: &[u64], width: usize) -> Self {
        let any = touched.iter().fold(0, |any, bits| any | bits);
        let (first, end) = (any.trailing_zeros() as usize, 64 - any.leading_zeros() as usize);
        Self { first: first.min(end), end, width }
    }
}

/// So many rows: the covers that are left of a pixel, and its own area. The cells are zeroed.
#[inline(always)]
fn sweep_rows<const N: usize>(cells: &mut [Cell], stride: usize, columns: &Columns, weights: &mut [f64]) {
    debug_assert!(cells.len() == N * stride && weights.len() == N * stride && columns.width <= stride);
    let mut running = [0.0; N];
    for col in columns.first..columns.end {
        for row in 0..N {
            let Cell { cover, area } = std::mem::take(&mut cells[row * stride + col]);
            weights[row * stride + col] = running[row] + area;
            running[row] += cover;
        }
    }
    for (row, running) in weights.chunks_exact_mut(stride).zip(running) {
        row[..columns.first].fill(0.0);
        row[columns.end..columns.width].fill(running);
        row[columns.width..].fill(0.0);
    }
}

/// Keeps weights from 0 to 1, and makes those below the cutoff 0.
struct Limit<'a> {
    weights: &'a mut [f64],
    cutoff: f64,
}

impl WithSimd for Limit<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (zero, one, cutoff) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0), simd.splat_f64s(self.cutoff));
        // Rows are multiples of 4, which is all that a vector holds.
        for weight in S::as_mut_simd_f64s(self.weights).0 {
            let limited = simd.min_f64s(*weight, one);
            let counts = simd.greater_than_or_equal_f64s(limited, cutoff);
            *weight = simd.select_f64s(counts, limited, zero);
        }
    }
}

/// Sweeps the rows of a tile.
pub(super) fn sweep_tile<W: Weigh>(
    tile: &mut Tile,
    width: usize,
    weigh: &W,
    out: &mut Coverage,
) -> Result<()> {
    for row in 0..tile.height() {
        let mut sweep = Row::new(row, weigh, out);
        tile.take_row(row, |col, cell| sweep.touch(col, cell))?;
        sweep.fill(width)?;
    }
    Ok(())
}

/// Sweeps the rows of a sorted list.
pub(super) fn sweep_list<W: Weigh>(list: &List, width: usize, weigh: &W, out: &mut Coverage) -> Result<()> {
    for row in 0..list.height() {
        out.reserve(list.row_len(row))?;
        let mut sweep = Row::new(row, weigh, out);
        list.take_row(row, |col, cell| sweep.touch(col, cell))?;
        sweep.fill(width)?;
    }
    Ok(())
}
