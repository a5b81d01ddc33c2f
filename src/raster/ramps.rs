//! What a curve adds to the pixels that it passes through, several rows at a time.
//!
//! In every row it enters a pixel, and goes on to the right until it leaves the row. The rows are the lanes of vectors: at
//! each step all of them go one pixel on, and those that are through add nothing any more.

use super::cells::Cells;
use super::corners::COUNT;
use super::curve::Curve;
use super::walk::Clip;
use crate::arithmetic::ROUNDER;
use crate::error::Result;
use pulp::{Simd, WithSimd};

/// No vector has more lanes.
pub(super) const MOST_LANES: usize = 8;

/// Rows of the window in the order in which the curve passes through them, a lane for each. In each it goes from left to
/// right, from (x, h) to (x_end, h_end), where h is the height in the row.
pub(super) struct Rows<S: Simd> {
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

/// Where the walk adds up what it finds.
pub(super) trait Sink {
    /// Makes room for so many more pixels.
    fn make_room(&mut self, pixels: usize) -> Result<()>;
    /// Adds what a pixel of each row gets.
    fn add<S: Simd>(&mut self, simd: S, front: &Front, part: &Part<S>);
    /// Adds what is left to all pixels from here on.
    fn fill<S: Simd>(&mut self, simd: S, front: &Front, cover: S::f64s);
}

/// A pixel of each row, the one where the curve is.
pub(super) struct Front {
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
pub(super) struct Part<S: Simd> {
    /// The height that the curve spans left of it.
    before: S::f64s,
    /// The height that it spans in it.
    cover: S::f64s,
    /// The area between it and the right side, of what it spans there.
    area: S::f64s,
}

/// Cells take what they are touched by; a sweep knows what lies left of them.
impl<C: Cells> Sink for C {
    #[inline(always)]
    fn make_room(&mut self, pixels: usize) -> Result<()> {
        self.reserve(pixels)
    }

    #[inline(always)]
    fn add<S: Simd>(&mut self, simd: S, front: &Front, part: &Part<S>) {
        let (mut cover, mut area) = (part.cover, part.area);
        if front.ago == 0 {
            // What lies left of the window counts in its first column.
            (cover, area) = (simd.add_f64s(cover, part.before), simd.add_f64s(area, part.before));
        }
        let (cover, area) = (lanes::<S>(cover), lanes::<S>(area));
        for lane in 0..front.count {
            let (row, col) = front.pixel(lane);
            if col < front.width && (front.ago == 0 || (front.ago as f64) < front.reach[lane]) {
                self.touch(row, col, cover[lane], area[lane]);
            }
        }
    }

    #[inline(always)]
    fn fill<S: Simd>(&mut self, _: S, _: &Front, _: S::f64s) {}
}

#[inline(always)]
fn lanes<S: Simd>(vector: S::f64s) -> [f64; MOST_LANES] {
    let mut lanes = [0.0; MOST_LANES];
    S::as_mut_simd_f64s(&mut lanes).0[0] = vector;
    lanes
}

/// Weights of the pixels of a small window, `stride` in a row, of which the last ones may lie beyond the window.
#[derive(Debug)]
pub(super) struct Plane<'a> {
    pub weights: &'a mut [f64],
    pub stride: usize,
}

impl Sink for Plane<'_> {
    #[inline(always)]
    fn make_room(&mut self, _: usize) -> Result<()> {
        Ok(())
    }

    #[inline(always)]
    fn add<S: Simd>(&mut self, simd: S, front: &Front, part: &Part<S>) {
        let weights = lanes::<S>(simd.add_f64s(part.before, part.area));
        for (lane, weight) in weights.iter().enumerate().take(front.count) {
            let (row, col) = front.pixel(lane);
            if col < self.stride {
                self.weights[row * self.stride + col] += weight;
            }
        }
    }

    #[inline(always)]
    fn fill<S: Simd>(&mut self, simd: S, front: &Front, cover: S::f64s) {
        let (covers, (counted, _)) = (lanes::<S>(cover), S::as_simd_f64s(&COUNT[..S::F64_LANES]));
        for (lane, &cover) in covers.iter().enumerate().take(front.count) {
            let (row, col) = front.pixel(lane);
            if col >= self.stride {
                continue;
            }
            let (past, cover) = (col % S::F64_LANES, simd.splat_f64s(cover));
            let row = &mut self.weights[row * self.stride..][col - past..self.stride];
            if let Some((first, others)) = S::as_mut_simd_f64s(row).0.split_first_mut() {
                let here = simd.greater_than_or_equal_f64s(counted[0], simd.splat_f64s(past as f64));
                let part = simd.select_f64s(here, cover, simd.splat_f64s(0.0));
                *first = simd.add_f64s(*first, part);
                for weights in others {
                    *weights = simd.add_f64s(*weights, cover);
                }
            }
        }
    }
}

/// Rounds a height within a row, 0 to 1, to a multiple of 2⁻⁵¹.
#[inline(always)]
pub(super) fn rounded(height: f64) -> f64 {
    (height + 2.0) - 2.0
}

impl<S: Simd> Rows<S> {
    /// Adds the part of the curve that lies in the rows to a sink. `sign` is that of the cover per height gained, `EXACT`
    /// asks for areas, too.
    #[inline(always)]
    pub fn add_to<const EXACT: bool>(
        &self,
        simd: S,
        curve: &impl Curve,
        sign: f64,
        clip: &Clip,
        sink: &mut impl Sink,
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
            sink.make_room(front.count)?;
            sink.add(simd, &front, &Part { before, cover, area });
            before = simd.add_f64s(before, cover);
            front.ago += 1;
            if front.ago >= clip.width || !any(simd, simd.less_than_f64s(right, far)) {
                break;
            }
            (x, h, right) = (x_end, h_end, simd.add_f64s(right, one));
        }
        sink.fill(simd, &front, before);
        Ok(())
    }

    /// The pixels where it begins, and their columns.
    #[inline(always)]
    fn front(&self, simd: S, clip: &Clip) -> (Front, S::f64s) {
        let (x_lo, x_hi) = (simd.splat_f64s(clip.x_lo), simd.splat_f64s(clip.x_hi));
        let rounder = simd.splat_f64s(ROUNDER);
        let start = simd.min_f64s(simd.max_f64s(self.x, x_lo), x_hi);
        let start = simd.sub_f64s(start, x_lo);
        let integer = simd.sub_f64s(simd.add_f64s(start, rounder), rounder);
        let below = simd.sub_f64s(integer, simd.splat_f64s(1.0));
        let first = simd.select_f64s(simd.greater_than_f64s(integer, start), below, integer);
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
        let two = simd.splat_f64s(2.0);
        let rounded = simd.sub_f64s(simd.add_f64s(simd.sub_f64s(y, self.low), two), two);
        let (least, most) = (simd.min_f64s(self.h, self.h_end), simd.max_f64s(self.h, self.h_end));
        let between = simd.min_f64s(simd.max_f64s(rounded, least), most);
        simd.select_f64s(simd.greater_than_or_equal_f64s(x, self.x_end), self.h_end, between)
    }
}

/// Whether it holds in any lane.
#[inline(always)]
fn any<S: Simd>(simd: S, mask: S::m64s) -> bool {
    simd.first_true_m64s(mask) < S::F64_LANES
}

/// What the walk has added up becomes weights: from 0 to 1, 0 for those below the cutoff and beyond the window.
pub(super) struct Limit<'a> {
    pub plane: Plane<'a>,
    pub width: usize,
    pub cutoff: f64,
}

impl WithSimd for Limit<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (zero, one, cutoff) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0), simd.splat_f64s(self.cutoff));
        let Plane { weights, stride } = self.plane;
        // Rows are whole vectors. Those from here on are not all of the window.
        let whole = self.width / S::F64_LANES;
        let (counted, _) = S::as_simd_f64s(&COUNT[..S::F64_LANES]);
        for row in weights.chunks_exact_mut(stride) {
            let (vectors, _) = S::as_mut_simd_f64s(row);
            for weight in &mut *vectors {
                let limited = simd.min_f64s(*weight, one);
                let counts = simd.greater_than_or_equal_f64s(limited, cutoff);
                *weight = simd.select_f64s(counts, limited, zero);
            }
            for (k, weight) in vectors.iter_mut().enumerate().skip(whole) {
                let left = simd.splat_f64s(self.width as f64 - (k * S::F64_LANES) as f64);
                *weight = simd.select_f64s(simd.less_than_f64s(counted[0], left), *weight, zero);
            }
        }
    }
}
