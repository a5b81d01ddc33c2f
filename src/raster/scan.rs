//! Scanning one source: its shape, at its place, in a window.

use super::cells::{List, Tile};
use super::coverage::Coverage;
use super::sweep::{Exact, sweep_list, sweep_tile};
use super::walk::{Clip, walk_piece};
use super::window::{Place, Window};
use crate::error::Result;
use crate::geometry::{AnyShape, Extents, Outline, Point, Shape};

/// Weights below this, or below this part of the shape's area if that is less than a pixel, count as 0.
const CUTOFF: f64 = 1e-13;
/// A shape this small is a point: coordinates of an image cannot tell where it begins and ends.
const POINT: f64 = 1e-12;

/// How a pixel is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// By the area covered.
    Exact,
    /// By the s × s samples that are inside; 1 is the pixel's centre alone.
    Grid(u32),
}

/// A shape with what is derived from it once, however many places it is scanned at.
#[derive(Debug, Clone)]
pub struct Prepared {
    shape: AnyShape,
    outline: Outline,
    extents: Extents,
    area: f64,
}

impl Prepared {
    /// Derives outline, extents and area.
    pub fn new(shape: AnyShape) -> Self {
        Self::in_memory(shape, Outline::default())
    }

    /// The same, in the memory of an outline that is no longer needed.
    pub fn in_memory(shape: AnyShape, mut outline: Outline) -> Self {
        outline.clear();
        shape.outline(&mut outline);
        let (extents, area) = (shape.extents(), shape.area());
        Self {
            shape,
            outline,
            extents,
            area,
        }
    }

    /// Gives the memory back.
    pub fn into_memory(self) -> Outline {
        self.outline
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

/// The samples of the pixels of a window.
pub(super) struct Samples<'a> {
    shape: &'a AnyShape,
    at: Point,
    window: Window,
    per_side: u32,
}

impl Samples<'_> {
    /// The share of the pixel's samples that are inside.
    #[inline(always)]
    pub fn weight(&self, row: usize, col: usize) -> f64 {
        // Pixel minus position, as the users of the peers know it: ties are decided by these very numbers.
        let x = (self.window.x0 + col as i64) as f64 - self.at.x;
        let y = (self.window.y0 + row as i64) as f64 - self.at.y;
        if self.per_side == 1 {
            return f64::from(u8::from(self.shape.contains(Point::new(x, y))));
        }
        let n = f64::from(self.per_side);
        let shift = |i: u32| (f64::from(i) + 0.5) / n - 0.5;
        let inside = |i, j| self.shape.contains(Point::new(x + shift(i), y + shift(j)));
        let count = (0..self.per_side).flat_map(|j| (0..self.per_side).map(move |i| (i, j)));
        count.filter(|&(i, j)| inside(i, j)).count() as f64 / (n * n)
    }
}

/// Scans sources one after the other; its buffers live as long as it does.
#[derive(Debug, Default)]
pub struct Scanner {
    tile: Tile,
    list: List,
}

impl Scanner {
    /// Writes the coverage of the source at `place`, whose pixels are `bounds`, in `window` to `out`.
    #[inline(always)]
    pub fn scan(
        &mut self,
        source: &Prepared,
        place: &Place,
        bounds: &Window,
        window: Window,
        sampling: Sampling,
        out: &mut Coverage,
    ) -> Result<()> {
        out.reset(window, CUTOFF * source.area.min(1.0));
        if window.is_empty() {
            return Ok(());
        }
        let per_side = match sampling {
            Sampling::Exact if source.extents.size() < POINT || bounds.is_pixel() => {
                single_pixel(source, place, out);
                return Ok(());
            }
            Sampling::Exact => 0,
            Sampling::Grid(n) => n,
        };
        let clip = Clip::new(&window, place);
        let walk = Walk {
            source,
            centre: place.centre,
            clip,
            window,
        };
        if per_side == 0 {
            walk.run::<true>(self, &Exact, out)
        } else {
            let samples = Samples {
                shape: &source.shape,
                at: place.at,
                window,
                per_side,
            };
            walk.run::<false>(self, &samples, out)
        }
    }

    /// Gives back what one unusually large source has taken.
    pub(crate) fn trim(&mut self, limit: usize) {
        self.list.trim(limit);
    }
}

/// A shape within one pixel covers as much of it as its area says.
fn single_pixel(source: &Prepared, place: &Place, out: &mut Coverage) {
    let window = out.window();
    let (x, y) = place.pixel();
    if window.contains(x, y) {
        out.pixel(
            (y - window.y0) as usize,
            (x - window.x0) as usize,
            source.area.min(1.0),
        );
    }
}

struct Walk<'a> {
    source: &'a Prepared,
    centre: Point,
    clip: Clip,
    window: Window,
}

impl Walk<'_> {
    fn run<const EXACT: bool>(
        &self,
        scanner: &mut Scanner,
        weigh: &impl super::sweep::Weigh,
        out: &mut Coverage,
    ) -> Result<()> {
        let (width, height) = (self.window.width(), self.window.height());
        let pieces = self.source.outline.pieces();
        if Tile::fits(width, height) {
            scanner.tile.start(width, height);
            for piece in pieces {
                walk_piece::<EXACT>(piece, self.centre, &self.clip, &mut scanner.tile)?;
            }
            sweep_tile(&mut scanner.tile, width, weigh, out)
        } else {
            scanner.list.start(height)?;
            for piece in pieces {
                walk_piece::<EXACT>(piece, self.centre, &self.clip, &mut scanner.list)?;
            }
            scanner.list.sort()?;
            sweep_list(&scanner.list, width, weigh, out)
        }
    }
}
