//! From touched cells to coverage: one sweep along each row with a running sum of the covers.

use crate::error::Result;
use crate::raster::coverage::{Coverage, stride};
use crate::raster::samples::Share;
use crate::raster::walk::cells::{Cell, List, Tile};
use std::ops::Range;

/// How a pixel gets its weight.
pub(in crate::raster) trait Weigh {
    /// A cell that the outline touches; `running` is the sum of the covers left of it.
    fn cell(&self, row: usize, col: usize, running: f64, cell: Cell) -> f64;
    /// Columns `from..to` between touched cells, where the running sum is not 0.
    fn span(&self, row: usize, from: usize, to: usize, running: f64, out: &mut Coverage) -> Result<()>;
}

/// The covered area.
pub(in crate::raster) struct Exact;

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

/// Sweeps the rows of a tile to dense coverage: the share of samples inside.
pub(in crate::raster) fn sweep_samples(
    tile: &mut Tile,
    width: usize,
    samples: &impl Share,
    out: &mut Coverage,
) -> Result<()> {
    let stride = stride(width);
    let weights = out.start_dense(stride);
    weights.fill(0.0);
    for (row, weights) in weights.chunks_exact_mut(stride).enumerate() {
        let (mut next, mut running) = (0, 0.0);
        tile.take_row(row, |col, cell| {
            fill(samples, row, next..col, running, weights);
            weights[col] = samples.weight(row, col);
            (next, running) = (col + 1, running + cell.cover);
            Ok(())
        })?;
        fill(samples, row, next..width, running, weights);
    }
    Ok(())
}

/// Columns between touched cells.
#[inline(always)]
fn fill(samples: &impl Share, row: usize, columns: Range<usize>, running: f64, weights: &mut [f64]) {
    if running == 1.0 {
        weights[columns].fill(1.0);
    } else if running > 0.0 {
        // A level edge runs through these pixels.
        columns.for_each(|col| weights[col] = samples.weight(row, col));
    }
}

/// Sweeps the rows of a sorted list.
pub(in crate::raster) fn sweep_list<W: Weigh>(
    list: &List,
    width: usize,
    weigh: &W,
    out: &mut Coverage,
) -> Result<()> {
    for row in 0..list.height() {
        out.reserve(list.row_len(row))?;
        let mut sweep = Row::new(row, weigh, out);
        list.take_row(row, |col, cell| sweep.touch(col, cell))?;
        sweep.fill(width)?;
    }
    Ok(())
}
