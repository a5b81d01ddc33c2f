//! The stretches of one piece of an outline, each of which lies in one cell, and what they add to their cells.

use super::cells::Cells;
use super::curve::Curve;
use crate::error::Result;
use pulp::Simd;

/// So many are collected before they are measured, several at a time.
pub(super) const MOST: usize = 64;

/// Stretches from left to right: from (x, h) to (x_end, h_end), where h is the height in the row.
#[derive(Debug)]
pub(super) struct Stretches {
    count: usize,
    x: [f64; MOST],
    h: [f64; MOST],
    x_end: [f64; MOST],
    h_end: [f64; MOST],
    /// The right side of the cell.
    right: [f64; MOST],
    row: [u32; MOST],
    column: [u32; MOST],
    cover: [f64; MOST],
    area: [f64; MOST],
}

impl Default for Stretches {
    fn default() -> Self {
        let none = [0.0; MOST];
        Self {
            count: 0,
            x: none,
            h: none,
            x_end: none,
            h_end: none,
            right: none,
            row: [0; MOST],
            column: [0; MOST],
            cover: none,
            area: none,
        }
    }
}

impl Stretches {
    /// Whether there is no room for another one.
    #[inline(always)]
    pub fn is_full(&self) -> bool {
        self.count == MOST
    }

    /// Appends a stretch, if there is room.
    #[inline(always)]
    pub fn push(&mut self, (row, column): (usize, usize), from: (f64, f64), to: (f64, f64), right: f64) {
        let k = self.count;
        if k < MOST {
            ((self.x[k], self.h[k]), (self.x_end[k], self.h_end[k])) = (from, to);
            (self.right[k], self.row[k], self.column[k]) = (right, row as u32, column as u32);
            self.count = k + 1;
        }
    }

    /// Adds what is there to the cells, and begins anew. `sign` is that of the cover per height gained from left to
    /// right. `EXACT` asks for areas, too.
    #[inline(always)]
    pub fn add_to<const EXACT: bool, S: Simd>(
        &mut self,
        simd: S,
        curve: &impl Curve,
        sign: f64,
        cells: &mut impl Cells,
    ) -> Result<()> {
        self.measure::<EXACT, S>(simd, curve, sign);
        let count = self.count.min(MOST);
        cells.reserve(count)?;
        for k in 0..count {
            cells.add(self.row[k] as usize, self.column[k] as usize, self.cover[k], self.area[k]);
        }
        self.count = 0;
        Ok(())
    }

    #[inline(always)]
    fn measure<const EXACT: bool, S: Simd>(&mut self, simd: S, curve: &impl Curve, sign: f64) {
        let lots = self.count.min(MOST).div_ceil(S::F64_LANES);
        let (x, _) = S::as_simd_f64s(&self.x);
        let (h, _) = S::as_simd_f64s(&self.h);
        let (x_end, _) = S::as_simd_f64s(&self.x_end);
        let (h_end, _) = S::as_simd_f64s(&self.h_end);
        let (right, _) = S::as_simd_f64s(&self.right);
        let (cover, _) = S::as_mut_simd_f64s(&mut self.cover);
        let (area, _) = S::as_mut_simd_f64s(&mut self.area);
        let (sign, half) = (simd.splat_f64s(sign), simd.splat_f64s(0.5));
        for k in 0..lots {
            let rise = simd.sub_f64s(h_end[k], h[k]);
            cover[k] = simd.mul_f64s(sign, rise);
            if EXACT {
                let middle = simd.mul_f64s(half, simd.add_f64s(x[k], x_end[k]));
                let chord = simd.mul_f64s(cover[k], simd.sub_f64s(right[k], middle));
                let dx = simd.sub_f64s(x_end[k], x[k]);
                area[k] = simd.add_f64s(chord, curve.slivers(simd, dx, rise));
            }
        }
    }
}
