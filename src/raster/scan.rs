//! Scanning one source: its shape, at its place, in a window.

use crate::error::{Error, Result};
use crate::geometry::{AnyShape, Cover, Extents, Outline, Point, Shape, Ties};
use crate::raster::aligned::Aligned;
use crate::raster::clip::Clip;
use crate::raster::coverage::{Coverage, extents_are_small, is_small};
use crate::raster::rings::{Ring, scan_ring};
use crate::raster::samples::chords::{Circles, near, scan_chords};
use crate::raster::samples::{CompoundSamples, Samples, Share};
use crate::raster::small::scan_outline;
use crate::raster::walk::cells::{List, Tile};
use crate::raster::walk::sweep::{Exact, sweep_list, sweep_samples};
use crate::raster::walk::{mark, walk};
use crate::raster::window::{Place, Window};
use std::sync::OnceLock;

/// Weights below this, or below this part of the shape's bulk if that is less than a pixel, count as 0.
const CUTOFF: f64 = 1e-13;
/// A shape this small is a point: coordinates of an image cannot tell where it begins and ends.
const POINT: f64 = 1e-12;

/// Cells are numbered in 32 bits.
const MAX_SIDE: usize = u32::MAX as usize;

/// How a pixel is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// By the area covered.
    Exact,
    /// By the s × s samples that are inside; 1 is the pixel's centre alone.
    Grid(u32, Ties),
}

impl Sampling {
    /// Whether the coverage of a shape is dense, wherever it is.
    pub(crate) fn is_dense(self, source: &Prepared) -> bool {
        let quick = match self {
            Self::Exact => true,
            Self::Grid(per_side, _) => per_side == 1 && !source.shape.cover().is_slow_to_ask(),
        };
        quick && extents_are_small(source.extents())
    }
}

/// A shape with what is derived from it once, however many places it is scanned at.
#[derive(Debug, Clone)]
pub struct Prepared {
    shape: AnyShape,
    /// Small rings do without, unless something asks for it, and what keeps one itself as well.
    outline: OnceLock<Outline>,
    memory: Outline,
    extents: Extents,
    area: f64,
    cutoff: f64,
    /// Set if the shape is a disc, an ellipse, or a ring, and small enough.
    ring: Option<Ring>,
    /// Set if circles decide what it contains.
    circles: Option<Circles>,
}

impl Prepared {
    /// Derives outline, extents and area.
    pub fn new(shape: AnyShape) -> Self {
        Self::in_memory(shape, Outline::default())
    }

    /// The same, in the memory of an outline that is no longer needed.
    pub fn in_memory(shape: AnyShape, mut memory: Outline) -> Self {
        let (extents, area) = (shape.extents(), shape.area());
        let cutoff = CUTOFF * shape.bulk().min(1.0);
        let (ring, circles, kept) = match shape.cover() {
            Cover::Outline { .. } => (None, None, false),
            Cover::Kept { .. } => (None, None, true),
            Cover::Ring { outer, hole, decides } => {
                let circles = if decides { Circles::new(outer, hole) } else { None };
                (Ring::new(outer, hole), circles, false)
            }
        };
        let outline = OnceLock::new();
        if ring.is_none() && !kept {
            memory.clear();
            shape.outline(&mut memory);
            // It is empty, so this is what it is.
            let _ = outline.set(std::mem::take(&mut memory));
        }
        Self { shape, outline, memory, extents, area, cutoff, ring, circles }
    }

    /// Gives the memory back.
    pub fn into_memory(self) -> Outline {
        self.outline.into_inner().unwrap_or(self.memory)
    }

    /// Whether its weights take no longer than its pixels, as those of discs, small ellipses and their rings do.
    pub(crate) fn is_ring(&self) -> bool {
        self.ring.is_some()
    }

    /// The contours.
    pub fn outline(&self) -> &Outline {
        if let Cover::Kept { outline, .. } = self.shape.cover() {
            return outline;
        }
        self.outline.get_or_init(|| {
            let mut outline = Outline::default();
            self.shape.outline(&mut outline);
            outline
        })
    }

    /// The tight box around the shape.
    pub fn extents(&self) -> &Extents {
        &self.extents
    }

    /// The analytic area.
    pub fn area(&self) -> f64 {
        self.area
    }
}

/// A source at a place.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// Its shape.
    pub source: &'a Prepared,
    /// Where it is.
    pub place: &'a Place,
    /// Its bounding box there.
    pub bounds: &'a Window,
}

/// Scans sources one after the other; its buffers live as long as it does.
#[derive(Debug, Default)]
pub struct Scanner {
    tile: Tile,
    list: List,
    spare: Aligned,
}

impl Scanner {
    /// Writes the coverage of a source in `window` to `out`, as runs.
    pub fn scan(&mut self, at: At<'_>, window: Window, sampling: Sampling, out: &mut Coverage) -> Result<()> {
        self.scan_any(at, window, sampling, out)?;
        out.settle();
        Ok(())
    }

    /// The same, as runs or dense, whichever is quicker.
    #[inline(always)]
    pub fn scan_any(
        &mut self,
        at: At<'_>,
        window: Window,
        sampling: Sampling,
        out: &mut Coverage,
    ) -> Result<()> {
        let At { source, place, bounds } = at;
        out.reset(window, source.cutoff);
        if window.is_empty() {
            return Ok(());
        }
        if window.width().max(window.height()) > MAX_SIDE {
            return Err(Error::OutOfMemory("a window of more than 4294967295 pixels on a side"));
        }
        let clip = Clip::new(&window, place);
        match sampling {
            Sampling::Exact if source.extents.size() < POINT || bounds.is_pixel() => {
                single_pixel(source, place, bounds, out);
                Ok(())
            }
            Sampling::Exact => self.scan_exact(source, place.centre, &clip, window, out),
            Sampling::Grid(per_side, ties) => {
                if let AnyShape::Compound(compound) = &source.shape {
                    let samples = CompoundSamples::new(compound, place, window, per_side, ties);
                    return match samples {
                        Some(samples) => self.sample_outline(at, compound.edges(), &samples, &clip, out),
                        None => Ok(()),
                    };
                }
                let first = (window.x0, window.y0);
                let samples = Samples::new(&source.shape, place, bounds, first, (per_side, ties));
                let thick = source.extents.thickness() >= POINT;
                if let Some(circles) =
                    source.circles.as_ref().filter(|_| thick && per_side == 1 && near(place.at, &clip))
                {
                    return scan_chords(circles, place.centre, &clip, &samples.grid, &mut self.spare, out);
                }
                if thick && samples.are_few(&window) {
                    samples.ask_all(&mut self.spare, out);
                    return Ok(());
                }
                self.sample_outline(at, &Outline::default(), &samples, &clip, out)
            }
        }
    }

    /// Writes the covered areas, by what is quickest.
    #[inline(always)]
    fn scan_exact(
        &mut self,
        source: &Prepared,
        centre: Point,
        clip: &Clip,
        window: Window,
        out: &mut Coverage,
    ) -> Result<()> {
        let small = is_small(window.width(), window.height());
        match &source.ring {
            Some(ring) if small => scan_ring(ring, centre, clip, &mut self.spare, out),
            _ if small => scan_outline(source.outline().pieces(), centre, clip, &mut self.spare, out),
            _ => self.cover_outline(source, centre, clip, out)?,
        }
        Ok(())
    }

    /// Walks the outline, and writes the covered areas.
    fn cover_outline(
        &mut self,
        source: &Prepared,
        centre: Point,
        clip: &Clip,
        out: &mut Coverage,
    ) -> Result<()> {
        let Self { list, .. } = self;
        list.start(out.window().height())?;
        walk::<true>(source.outline().pieces(), centre, clip, list)?;
        list.sort()?;
        sweep_list(list, out.window().width(), &Exact, out)
    }

    /// Walks the outline, and asks where it touches a cell; also wherever one of some other edges is. In between the outline tells.
    fn sample_outline(
        &mut self,
        at: At<'_>,
        edges: &Outline,
        samples: &impl Share,
        clip: &Clip,
        out: &mut Coverage,
    ) -> Result<()> {
        let At { source, place, .. } = at;
        if source.extents.thickness() < POINT {
            return sample_all(samples, out);
        }
        let (Self { tile, list, .. }, centre) = (self, place.centre);
        let (width, height) = (out.window().width(), out.window().height());
        let (pieces, marked) = (source.outline().pieces(), edges.pieces());
        if Tile::fits(width, height) {
            tile.start(width, height);
            walk::<false>(pieces, centre, clip, tile)?;
            mark(marked, centre, clip, tile)?;
            sweep_samples(tile, width, samples, out)
        } else {
            list.start(height)?;
            walk::<false>(pieces, centre, clip, list)?;
            mark(marked, centre, clip, list)?;
            list.sort()?;
            sweep_list(list, width, samples, out)
        }
    }

    /// The same as [`Self::scan`], always by a walk along the outline: for tests of what is quicker.
    #[cfg(test)]
    pub(super) fn scan_walked(
        &mut self,
        at: At<'_>,
        window: Window,
        sampling: Sampling,
        out: &mut Coverage,
    ) -> Result<()> {
        let At { source, place, bounds } = at;
        out.reset(window, source.cutoff);
        let clip = Clip::new(&window, place);
        match sampling {
            Sampling::Exact => self.cover_outline(source, place.centre, &clip, out)?,
            Sampling::Grid(per_side, ties) => {
                let first = (window.x0, window.y0);
                let samples = Samples::new(&source.shape, place, bounds, first, (per_side, ties));
                self.sample_outline(at, &Outline::default(), &samples, &clip, out)?;
            }
        }
        out.settle();
        Ok(())
    }

    /// Gives back what one unusually large source has taken.
    pub(crate) fn trim(&mut self, limit: usize) {
        self.list.trim(limit);
    }
}

/// An outline that is thinner than coordinates can tell touches nothing: of so narrow a shape every pixel is asked.
fn sample_all(samples: &impl Share, out: &mut Coverage) -> Result<()> {
    let (width, height) = (out.window().width(), out.window().height());
    for row in 0..height {
        out.reserve(width / 8)?;
        (0..width).for_each(|col| out.pixel(row, col, samples.weight(row, col)));
    }
    Ok(())
}

/// A shape within one pixel covers as much of it as its area says.
fn single_pixel(source: &Prepared, place: &Place, bounds: &Window, out: &mut Coverage) {
    let window = out.window();
    let (x, y) = if bounds.is_pixel() { (bounds.x0, bounds.y0) } else { place.pixel(&source.extents) };
    if window.contains(x, y) {
        out.pixel((y - window.y0) as usize, (x - window.x0) as usize, source.area.min(1.0));
    }
}
