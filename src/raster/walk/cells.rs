//! Where the walk adds up what it finds: cover and area of each touched cell.

use crate::error::{Error, Result};
use crate::raster::coverage::stride;

/// What the outline contributes to one cell.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::raster) struct Cell {
    /// Added to every cell right of this one: the height of the row that the outline spans here, signed.
    pub cover: f64,
    /// Added to this cell alone: the area between the outline and the cell's right-hand side.
    pub area: f64,
}

/// A store for cells of a window.
pub(in crate::raster) trait Cells {
    /// Makes room for so many more calls of `touch`.
    fn reserve(&mut self, calls: usize) -> Result<()>;
    /// Adds to the cell, which lies in the window, and remembers that it was touched.
    fn touch(&mut self, row: usize, col: usize, cover: f64, area: f64);
}

/// Dense cells for small windows, with a bit for each touched one.
#[derive(Debug, Default)]
pub(in crate::raster) struct Tile {
    stride: usize,
    cells: Vec<Cell>,
    touched: Vec<u64>,
}

impl Tile {
    /// A bit for each.
    const MAX_STRIDE: usize = 64;
    /// 64 KiB of cells.
    const MAX_CELLS: usize = 4096;

    /// Whether a window of this size fits.
    pub fn fits(width: usize, height: usize) -> bool {
        width <= Self::MAX_STRIDE && stride(width) * height <= Self::MAX_CELLS
    }

    /// Starts a window that fits. All cells are zero: `take_row` sees to that, unless it fails; then the whole store
    /// must be thrown away.
    pub fn start(&mut self, width: usize, height: usize) {
        self.stride = stride(width);
        if self.cells.is_empty() {
            self.cells.resize(Self::MAX_CELLS, Cell::default());
        }
        self.touched.clear();
        self.touched.resize(height, 0);
    }

    /// Hands out the touched cells of a row in order and zeroes them.
    #[inline(always)]
    pub fn take_row(&mut self, row: usize, mut each: impl FnMut(usize, Cell) -> Result<()>) -> Result<()> {
        let mut bits = std::mem::take(&mut self.touched[row]);
        let cells = &mut self.cells[row * self.stride..(row + 1) * self.stride];
        while bits != 0 {
            let col = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            each(col, std::mem::take(&mut cells[col]))?;
        }
        Ok(())
    }
}

impl Cells for Tile {
    fn reserve(&mut self, _: usize) -> Result<()> {
        Ok(())
    }

    #[inline(always)]
    fn touch(&mut self, row: usize, col: usize, cover: f64, area: f64) {
        self.touched[row] |= 1 << col;
        let cell = &mut self.cells[row * self.stride + col];
        cell.cover += cover;
        cell.area += area;
    }
}

/// A list of cells for large windows: memory in proportion to the visible outline, not to the area.
#[derive(Debug, Default)]
pub(in crate::raster) struct List {
    found: Vec<(u32, u32, Cell)>,
    sorted: Vec<(u32, Cell)>,
    row_ends: Vec<usize>,
}

impl List {
    /// Starts a window of so many rows.
    pub fn start(&mut self, height: usize) -> Result<()> {
        self.found.clear();
        self.row_ends.clear();
        self.row_ends.try_reserve(height + 1).map_err(|_| OUT)?;
        self.row_ends.resize(height + 1, 0);
        Ok(())
    }

    /// Sorts what was found by row and column.
    pub fn sort(&mut self) -> Result<()> {
        self.sorted.clear();
        self.sorted.try_reserve(self.found.len()).map_err(|_| OUT)?;
        self.sorted.resize(self.found.len(), (0, Cell::default()));
        // Counting sort by row: row_ends[r + 1] counts row r, then holds where it starts, then where it ends.
        for &(row, ..) in &self.found {
            self.row_ends[row as usize + 1] += 1;
        }
        let mut start = 0;
        for end in &mut self.row_ends {
            start += *end;
            *end = start;
        }
        for &(row, col, cell) in self.found.iter().rev() {
            // From behind, so that equal cells keep the order in which they were found.
            let slot = &mut self.row_ends[row as usize + 1];
            *slot -= 1;
            self.sorted[*slot] = (col, cell);
        }
        // Now row_ends[r + 1] is where row r starts.
        for row in 0..self.height() {
            let range = self.row_range(row);
            self.sorted[range].sort_by_key(|&(col, _)| col);
        }
        Ok(())
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.row_ends.len() - 1
    }

    fn row_range(&self, row: usize) -> std::ops::Range<usize> {
        let end = self.row_ends.get(row + 2).copied().unwrap_or(self.sorted.len());
        self.row_ends[row + 1]..end
    }

    /// Number of entries in a row; an upper bound of its touched cells.
    pub fn row_len(&self, row: usize) -> usize {
        self.row_range(row).len()
    }

    /// Hands out the touched cells of a row in order.
    #[inline(always)]
    pub fn take_row(&self, row: usize, mut each: impl FnMut(usize, Cell) -> Result<()>) -> Result<()> {
        let mut entries = self.sorted[self.row_range(row)].iter().copied().peekable();
        while let Some((col, mut cell)) = entries.next() {
            while let Some((_, more)) = entries.next_if(|&(next, _)| next == col) {
                cell.cover += more.cover;
                cell.area += more.area;
            }
            each(col as usize, cell)?;
        }
        Ok(())
    }

    /// Gives back what one unusually large source has taken.
    pub fn trim(&mut self, limit: usize) {
        self.found.clear();
        self.sorted.clear();
        self.row_ends.clear();
        self.found.shrink_to(limit);
        self.sorted.shrink_to(limit);
        self.row_ends.shrink_to(limit);
    }
}

const OUT: Error = Error::OutOfMemory("the outline of a source");

impl Cells for List {
    fn reserve(&mut self, calls: usize) -> Result<()> {
        self.found.try_reserve(calls).map_err(|_| OUT)
    }

    #[inline(always)]
    fn touch(&mut self, row: usize, col: usize, cover: f64, area: f64) {
        self.found.push((row as u32, col as u32, Cell { cover, area }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(cells: &mut impl Cells) {
        for (row, col, cover) in
            [(2, 5, 1.0), (0, 3, 2.0), (2, 1, 4.0), (2, 5, 8.0), (0, 3, 16.0), (1, 0, 32.0)]
        {
            cells.touch(row, col, cover, -cover);
        }
    }

    #[test]
    fn tile_and_list_hand_out_the_same() {
        let (mut tile, mut list) = (Tile::default(), List::default());
        for _ in 0..2 {
            tile.start(8, 4);
            fill(&mut tile);
            assert!(list.start(4).is_ok());
            fill(&mut list);
            assert!(list.sort().is_ok());
            let (mut a, mut b) = (vec![], vec![]);
            for row in 0..4 {
                let tile_row = tile.take_row(row, |col, c| {
                    a.push((row, col, c.cover, c.area));
                    Ok(())
                });
                let list_row = list.take_row(row, |col, c| {
                    b.push((row, col, c.cover, c.area));
                    Ok(())
                });
                assert!(tile_row.is_ok() && list_row.is_ok());
            }
            assert_eq!(a, [(0, 3, 18.0, -18.0), (1, 0, 32.0, -32.0), (2, 1, 4.0, -4.0), (2, 5, 9.0, -9.0)]);
            assert_eq!(a, b);
        }
    }
}
