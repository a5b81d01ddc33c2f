//! Cover and area that a curve adds to the pixels it passes through, several rows at a time.
//!
//! In every row it enters a pixel, and goes on to the right until it leaves the row. The rows are the lanes of vectors: at
//! each step all of them go one pixel on, and those that are through add nothing any more.

use crate::arithmetic::ROUNDER;
use crate::error::Result;
use crate::raster::clip::Clip;
use crate::raster::curve::Curve;
use crate::raster::vectors::{MOST_LANES, between, floor, lanes, rounded};
use crate::raster::walk::cells::Cells;
use pulp::Simd;

/// Rows of the window in the order in which the curve passes through them, a lane for each. In each it goes from left to
/// right, from (x, h) to (x_end, h_end), where h is the height in the row.
pub(in crate::raster) struct Rows<S: Simd> {
    /// The first row.
    pub row: usize,
    /// 1 upwards, −1 downwards.
    pub step: isize,
    /// How many there are. In lanes without a row nothing may happen between equal ends.
    pub count: usize,
    /// Lower sides of the rows.
    pub low: S::f64s,
    pub x: S::f64s,
    pub h: S::f64s,
    pub x_end: S::f64s,
    pub h_end: S::f64s,
}

/// A pixel of each row, the one where the curve is.
pub(in crate::raster) struct Front {
    row: usize,
    step: isize,
    count: usize,
    /// Where it began.
    first: [usize; MOST_LANES],
    /// So many columns ago.
    ago: usize,
    /// How far from the left side of where it began it gets.
    reach: [f64; MOST_LANES],
    /// Columns of the window.
    width: usize,
}

impl Front {
    #[inline(always)]
    fn pixel(&self, lane: usize) -> (usize, usize) {
        (self.row.wrapping_add_signed(self.step * lane as isize), self.first[lane] + self.ago)
    }
}

/// What a pixel gets, signed.
struct Part<S: Simd> {
    /// The height that the curve spans left of it.
    before: S::f64s,
    /// The height that it spans in it.
    cover: S::f64s,
    /// The area between it and the right side, of what it spans there.
    area: S::f64s,
}

impl<S: Simd> Part<S> {
    /// Adds it to the cells of a front.
    #[inline(always)]
    fn touch(&self, simd: S, front: &Front, cells: &mut impl Cells) {
        let (mut cover, mut area) = (self.cover, self.area);
        if front.ago == 0 {
            // What lies left of the window counts in its first column.
            (cover, area) = (simd.add_f64s(cover, self.before), simd.add_f64s(area, self.before));
        }
        let (cover, area) = (lanes::<S>(cover), lanes::<S>(area));
        for lane in 0..front.count {
            let (row, col) = front.pixel(lane);
            if col < front.width && (front.ago == 0 || (front.ago as f64) < front.reach[lane]) {
                cells.touch(row, col, cover[lane], area[lane]);
            }
        }
    }
}

impl<S: Simd> Rows<S> {
    /// Adds the part of the curve that lies in the rows to cells. `sign` is that of the cover per height gained, `EXACT`
    /// asks for areas, too.
    #[inline(always)]
    pub fn add_to<const EXACT: bool>(
        &self,
        simd: S,
        curve: &impl Curve,
        sign: f64,
        clip: &Clip,
        cells: &mut impl Cells,
    ) -> Result<()> {
        let (sign, half, one) = (simd.splat_f64s(sign), simd.splat_f64s(0.5), simd.splat_f64s(1.0));
        let (x_lo, x_hi) = (simd.splat_f64s(clip.x_lo), simd.splat_f64s(clip.x_hi));
        let (mut front, first) = self.front(simd, clip);
        let far = simd.min_f64s(self.x_end, x_hi);
        let mut h = self.h;
        let mut before = simd.splat_f64s(0.0);
        if any(simd, simd.less_than_f64s(self.x, x_lo)) {
            h = self.height(simd, x_lo, curve.y_at(simd, x_lo));
            h = simd.select_f64s(simd.less_than_f64s(self.x, x_lo), h, self.h);
            before = simd.mul_f64s(sign, simd.sub_f64s(h, self.h));
        }
        let mut x = simd.min_f64s(simd.max_f64s(self.x, x_lo), self.x_end);
        let mut right = simd.add_f64s(simd.add_f64s(x_lo, first), one);
        loop {
            let h_end = self.height(simd, right, curve.y_at(simd, right));
            let x_end = simd.min_f64s(right, self.x_end);
            let rise = simd.sub_f64s(h_end, h);
            let cover = simd.mul_f64s(sign, rise);
            let mut area = cover;
            if EXACT {
                let middle = simd.mul_f64s(half, simd.add_f64s(x, x_end));
                let chord = simd.mul_f64s(cover, simd.sub_f64s(right, middle));
                area = simd.add_f64s(chord, curve.slivers(simd, simd.sub_f64s(x_end, x), rise));
            }
            cells.reserve(front.count)?;
            Part { before, cover, area }.touch(simd, &front, cells);
            before = simd.add_f64s(before, cover);
            front.ago += 1;
            if front.ago >= clip.width || !any(simd, simd.less_than_f64s(right, far)) {
                break;
            }
            (x, h, right) = (x_end, h_end, simd.add_f64s(right, one));
        }
        Ok(())
    }

    /// The pixels where it begins, and their columns.
    #[inline(always)]
    fn front(&self, simd: S, clip: &Clip) -> (Front, S::f64s) {
        let (x_lo, x_hi) = (simd.splat_f64s(clip.x_lo), simd.splat_f64s(clip.x_hi));
        let rounder = simd.splat_f64s(ROUNDER);
        let start = simd.min_f64s(simd.max_f64s(self.x, x_lo), x_hi);
        let start = simd.sub_f64s(start, x_lo);
        let first = floor(simd, start);
        let end = simd.sub_f64s(simd.min_f64s(self.x_end, x_hi), x_lo);
        let columns = lanes::<S>(simd.add_f64s(first, rounder));
        let mut front = Front {
            row: self.row,
            step: self.step,
            count: self.count.min(S::F64_LANES),
            first: [0; MOST_LANES],
            ago: 0,
            reach: lanes::<S>(simd.sub_f64s(end, first)),
            width: clip.width,
        };
        for (first, column) in front.first.iter_mut().zip(columns).take(S::F64_LANES) {
            *first = column.to_bits().wrapping_sub(ROUNDER.to_bits()) as usize;
        }
        (front, first)
    }

    /// The height at which it crosses vertical lines, where the curve has y; beyond its end what it has there.
    #[inline(always)]
    fn height(&self, simd: S, x: S::f64s, y: S::f64s) -> S::f64s {
        let rounded = rounded(simd, simd.sub_f64s(y, self.low));
        let (least, most) = (simd.min_f64s(self.h, self.h_end), simd.max_f64s(self.h, self.h_end));
        let between = between(simd, rounded, least, most);
        simd.select_f64s(simd.greater_than_or_equal_f64s(x, self.x_end), self.h_end, between)
    }
}

/// Whether it holds in any lane.
#[inline(always)]
fn any<S: Simd>(simd: S, mask: S::m64s) -> bool {
    simd.first_true_m64s(mask) < S::F64_LANES
}
