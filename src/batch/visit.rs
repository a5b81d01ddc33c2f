//! One source while it is measured.

use super::images::Images;
use super::rules::Rules;
use super::scratch::Scratch;
use crate::error::Result;
use crate::raster::{At, Place, Prepared, Run, Sampling, Window};
use crate::reduce::Blocks;

/// Above this size a footprint that misses the image is not searched for a pixel outside: it has one.
const SEARCHED: usize = 1 << 16;

/// A source, with all that a stage may ask about it.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// Its number among the positions.
    pub index: usize,
    /// Its shape.
    pub source: &'a Prepared,
    /// Where it is.
    pub place: &'a Place,
    /// Its bounding box.
    pub bounds: Window,
    /// What is measured.
    pub images: &'a Images<'a>,
    /// How its pixels are judged.
    pub sampling: Sampling,
    /// Which of them count.
    pub rules: &'a Rules<'a>,
    /// What is subtracted from their values.
    pub background: f64,
    /// Block sums of each plane, where they pay.
    pub blocks: &'a [Blocks],
}

impl Visit<'_> {
    /// The source at its place.
    #[inline(always)]
    pub fn at(&self) -> At<'_> {
        At { source: self.source, place: self.place, bounds: &self.bounds }
    }

    /// The part of the bounding box that is in the image.
    #[inline(always)]
    pub fn visible(&self) -> Window {
        self.bounds.intersection(&self.images.loaded)
    }

    /// The effective area is never larger than this: weights add up to the area but for rounding.
    #[inline(always)]
    pub fn most(&self) -> f64 {
        if self.sampling == Sampling::Exact { self.source.area() } else { f64::INFINITY }
    }

    /// Writes the coverage of what is visible.
    #[inline(always)]
    pub fn cover(&self, s: &mut Scratch) -> Result<()> {
        let (visible, coverage) = (self.visible(), &mut s.coverage);
        s.scanner.scan_any(self.at(), visible, self.sampling, coverage)
    }

    /// Whether the source has a pixel of positive weight that is not in the image. The coverage is overwritten.
    #[inline(always)]
    pub fn reaches_outside(&self, s: &mut Scratch) -> Result<bool> {
        let visible = self.visible();
        if visible == self.bounds { Ok(false) } else { self.search_outside(visible, s) }
    }

    fn search_outside(&self, visible: Window, s: &mut Scratch) -> Result<bool> {
        let bounds = &self.bounds;
        let searched = bounds.width().saturating_add(bounds.height()) < SEARCHED;
        if visible.is_empty() || self.sampling == Sampling::Exact || !searched {
            return Ok(true);
        }
        s.scanner.scan(self.at(), *bounds, self.sampling, &mut s.coverage)?;
        let (x0, x1) = (visible.x0 - bounds.x0, visible.x1 - bounds.x0);
        let (y0, y1) = (visible.y0 - bounds.y0, visible.y1 - bounds.y0);
        let leaves = |run: &Run| {
            let (row, from, to) = (run.row as i64, run.col as i64, (run.col + run.len) as i64);
            row < y0 || row >= y1 || from < x0 || to > x1
        };
        Ok(s.coverage.runs().iter().any(leaves))
    }
}
