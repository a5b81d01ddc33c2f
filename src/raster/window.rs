//! Pixel windows, image frames, and where a shape lies among the pixels.

use crate::arithmetic::{ceil, floor, larger, near_ceil, near_floor, smaller};
use crate::error::{Error, Result};
use crate::geometry::{Extents, Point};

/// A shape may reach this far into a pixel and still not touch it: what it covers there is below the cut-off.
const GRAZE: f64 = 1e-13;
/// Up to here the plain sum of position and extent decides, as it does in photutils; beyond, its rounding would.
const PLAIN_SUM: f64 = (1_u64 << 45) as f64;
/// Integers up to here are pixel numbers.
const PIXEL_RANGE: f64 = (1_u64 << 62) as f64;

/// Half-open ranges of pixels: columns x0..x1, rows y0..y1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// First column.
    pub x0: i64,
    /// Column after the last.
    pub x1: i64,
    /// First row.
    pub y0: i64,
    /// Row after the last.
    pub y1: i64,
}

impl Window {
    /// Number of columns.
    pub fn width(&self) -> usize {
        count(self.x0, self.x1)
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        count(self.y0, self.y1)
    }

    /// Whether there is no pixel in it.
    pub fn is_empty(&self) -> bool {
        self.x0 >= self.x1 || self.y0 >= self.y1
    }

    /// Whether it is one pixel.
    pub fn is_pixel(&self) -> bool {
        self.width() == 1 && self.height() == 1
    }

    /// Whether the pixel is in it.
    pub fn contains(&self, x: i64, y: i64) -> bool {
        (self.x0..self.x1).contains(&x) && (self.y0..self.y1).contains(&y)
    }

    /// The pixels in both.
    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.max(other.x0),
            x1: self.x1.min(other.x1),
            y0: self.y0.max(other.y0),
            y1: self.y1.min(other.y1),
        }
    }
}

/// How many integers there are from one to before another: more than fit i64, perhaps.
#[inline(always)]
fn count(first: i64, end: i64) -> usize {
    if first < end { end.wrapping_sub(first) as usize } else { 0 }
}

/// The size of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Number of columns.
    pub nx: usize,
    /// Number of rows.
    pub ny: usize,
}

impl Frame {
    /// All of its pixels.
    pub fn window(&self) -> Window {
        let end = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Window { x0: 0, x1: end(self.nx), y0: 0, y1: end(self.ny) }
    }
}

/// Where a source lies: its position, the pixel that becomes cell (0, 0), and its centre in cell coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The position in the image.
    pub at: Point,
    /// Column of cell (0, 0).
    pub base_x: i64,
    /// Row of cell (0, 0).
    pub base_y: i64,
    /// The centre in cell coordinates, where pixel `base + k` is the cell [k, k + 1).
    pub centre: Point,
}

impl Place {
    /// The place of a source; none if the position is not finite.
    pub fn new(at: Point) -> Option<Self> {
        if !(at.x.is_finite() && at.y.is_finite()) {
            return None;
        }
        let (base_x, x) = split(at.x);
        let (base_y, y) = split(at.y);
        Some(Self { at, base_x, base_y, centre: Point::new(x + 0.5, y + 0.5) })
    }

    /// The pixels that the extents touch. Numbers beyond the range of i64 stop at its ends.
    pub fn bounds(&self, e: &Extents) -> Window {
        let (x0, x1) = pixel_range(self.at.x, self.base_x, self.centre.x, e.xmin, e.xmax);
        let (y0, y1) = pixel_range(self.at.y, self.base_y, self.centre.y, e.ymin, e.ymax);
        Window { x0, x1, y0, y1 }
    }

    /// The place and the bounding box of the source with this index in its batch, or why there is none.
    pub fn with_box(at: Point, e: &Extents, index: usize) -> Result<(Self, Window)> {
        let no_box = |why| Error::NoBox { index, x: at.x, y: at.y, why };
        let place = Self::new(at).ok_or_else(|| no_box("it is not finite"))?;
        let reach = e.xmin.abs().max(e.xmax).max(e.ymin.abs()).max(e.ymax);
        if at.x.abs().max(at.y.abs()) + reach < PIXEL_RANGE {
            Ok((place, place.bounds(e)))
        } else {
            Err(no_box("its pixel numbers do not fit 64-bit integers"))
        }
    }

    /// The pixel that holds the middle of the extents.
    pub fn pixel(&self, e: &Extents) -> (i64, i64) {
        let cell =
            |base: i64, c: f64, low: f64, high: f64| base.saturating_add(floor(c + 0.5 * (low + high)));
        (cell(self.base_x, self.centre.x, e.xmin, e.xmax), cell(self.base_y, self.centre.y, e.ymin, e.ymax))
    }
}

/// The integer below and what is left above it. Past the pixel numbers nothing is split off.
fn split(at: f64) -> (i64, f64) {
    if at.abs() < PIXEL_RANGE {
        let base = if at.abs() < PLAIN_SUM { near_floor(at) } else { floor(at) };
        (base, at - base as f64)
    } else {
        (0, at)
    }
}

/// floor(at + lo + ½) .. ceil(at + hi + ½).
///
/// Computed twice: plainly, which is what everybody else does, and around the base pixel, which keeps what the
/// plain sum rounds away far from the origin. The box holds both.
fn pixel_range(at: f64, base: i64, centre: f64, lo: f64, hi: f64) -> (i64, i64) {
    let graze = GRAZE * smaller(hi - lo, 1.0);
    let (low, high) = (centre + lo + graze, centre + hi - graze);
    let (first, end) = if at.abs() + larger(hi, -lo) < PLAIN_SUM {
        let first = (base + near_floor(low)).min(near_floor(at + lo + 0.5));
        (first, (base + near_ceil(high)).max(near_ceil(at + hi + 0.5)))
    } else {
        (base.saturating_add(floor(low)), base.saturating_add(ceil(high)))
    };
    // A point on the side of a pixel still has one.
    (first, end.max(first.saturating_add(1)))
}

/// The pixels from `lo` to `hi` in the words of photutils for what is not centred on its position: its samples are steps
/// from the side of this range. None if the sum's rounding would decide, or if it leaves nothing.
pub(super) fn photutils_range(at: f64, lo: f64, hi: f64) -> Option<(i64, i64)> {
    let (middle, half) = (0.5 * (lo + hi), 0.5 * (hi - lo));
    let first = floor(at + middle - half + 0.5);
    let end = ceil(at + middle + half + 0.5);
    (at.abs() + hi.max(-lo) < PLAIN_SUM && first < end).then_some((first, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(x: f64, y: f64, r: f64) -> Window {
        Place::new(Point::new(x, y)).map(|p| p.bounds(&Extents::symmetric(r, r))).unwrap_or_default()
    }

    #[test]
    fn boxes_are_tight() {
        let b = bounds(20.0, 20.0, 3.5);
        assert_eq!((b.x0, b.x1, b.y0, b.y1), (17, 24, 17, 24));
        assert_eq!(bounds(0.0, 0.0, 0.5), Window { x0: 0, x1: 1, y0: 0, y1: 1 });
        assert_eq!(bounds(1e18, 1e18, 3.0).width(), 7);
    }

    #[test]
    fn a_sliver_far_from_the_origin_keeps_its_column() {
        let x = 2_f64.powi(21) + 0.25;
        let b = bounds(x, 0.0, 0.25 + 1e-11);
        assert_eq!(b.x1, (1 << 21) + 2);
    }

    #[test]
    fn far_and_wide_stop_at_the_ends() {
        assert!(bounds(1e300, 0.0, 3.0).intersection(&Frame { nx: 10, ny: 10 }.window()).is_empty());
        let wide = bounds(20.0, 20.0, 1e100).intersection(&Frame { nx: 40, ny: 30 }.window());
        assert_eq!((wide.width(), wide.height()), (40, 30));
        assert!(Place::with_box(Point::new(1e19, 0.0), &Extents::symmetric(1.0, 1.0), 0).is_err());
    }
}
