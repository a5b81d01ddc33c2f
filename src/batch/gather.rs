//! The pixels of many sources themselves: their values, their coordinates, and cutouts.

use super::job::Job;
use super::order::image_order;
use super::scratch::with_scratch;
use super::sources::Sources;
use crate::error::{Error, Result, filled};
use crate::geometry::Outline;
use crate::image::{FlagScratch, View};
use crate::parallel;
use crate::raster::{Place, Prepared, Run, Weight, Window};

const PIXELS: Error = Error::OutOfMemory("the pixels of a source");

/// What is wanted of each pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Its bytes as they are in memory.
    Bytes,
    /// Its value times its weight.
    Products,
}

/// The pixels that count of one source, row by row from left to right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// How many there are.
    pub count: usize,
    /// Their bytes, if wanted.
    pub bytes: Vec<u8>,
    /// Their values times their weights, if wanted.
    pub products: Vec<f64>,
    /// Their rows and columns, if wanted.
    pub pix: [Vec<f64>; 2],
}

/// The bounding box of one source, row by row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cutout {
    /// Values times weights; the fill value for pixels that are masked or off the image.
    pub products: Vec<f64>,
    /// Rows and columns, if wanted; NaN for pixels that do not count.
    pub pix: [Vec<f64>; 2],
}

impl Job<'_> {
    /// The pixels of the first plane that count. A source that is nowhere has none.
    pub fn values(
        &self,
        sources: &Sources<'_>,
        wanted: Wanted,
        pix: bool,
        cancel: impl FnMut() -> bool,
    ) -> Result<Vec<Found>> {
        self.gather(sources, cancel, |picked| picked.values(wanted, pix))
    }

    /// The bounding boxes of all sources, cut out of the first plane.
    pub fn cutouts(
        &self,
        sources: &Sources<'_>,
        fill: f64,
        pix: bool,
        cancel: impl FnMut() -> bool,
    ) -> Result<Vec<Cutout>> {
        sources.bounding_boxes()?; // each has one
        self.gather(sources, cancel, |picked| picked.cutout(fill, pix))
    }

    /// What `each` makes of the pixels of every source.
    fn gather<R: Clone + Default + Send>(
        &self,
        sources: &Sources<'_>,
        mut cancel: impl FnMut() -> bool,
        each: impl Fn(&mut Picked<'_>) -> Result<R> + Sync,
    ) -> Result<Vec<R>> {
        let mut found = filled(sources.len(), R::default(), "the results")?;
        let Some(image) = self.planes.first() else { return Ok(found) };
        // In the caller's order, which is that of the results.
        let order = image_order(sources, None)?;
        parallel::for_each_part(&order, &mut found, 1, &mut cancel, |part, out, stop| {
            let mut memory = Outline::default();
            for (&i, out) in part.iter().zip(out) {
                if stop() {
                    break;
                }
                if let Some(place) = Place::new(sources.at(i as usize)) {
                    let pick = |source: &Prepared| self.pick(source, &place, image, &each);
                    *out = sources.with_shape(i as usize, &mut memory, pick)?;
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn pick<R>(
        &self,
        source: &Prepared,
        place: &Place,
        image: &View<'_>,
        each: impl Fn(&mut Picked<'_>) -> Result<R>,
    ) -> Result<R> {
        let bounds = place.bounds(source.extents());
        let visible = bounds.intersection(&self.loaded);
        with_scratch(|s| {
            s.scanner.scan(source, place, &bounds, visible, self.sampling, &mut s.coverage)?;
            let masked = s.exclude(self.masks.iter())?;
            each(&mut Picked {
                runs: if masked { &s.kept } else { s.coverage.runs() },
                weights: s.coverage.weights(),
                image,
                masks: &self.masks,
                bounds,
                visible,
                values: &mut s.values,
                flags: &mut s.flags,
            })
        })
    }
}

/// The pixels of one source that count, and the images they are in.
struct Picked<'a> {
    runs: &'a [Run],
    weights: &'a [f64],
    image: &'a View<'a>,
    masks: &'a [View<'a>],
    bounds: Window,
    /// The part of the bounds that is in the image; runs are numbered from its first pixel.
    visible: Window,
    values: &'a mut Vec<f64>,
    flags: &'a mut FlagScratch,
}

impl Picked<'_> {
    fn values(&mut self, wanted: Wanted, pix: bool) -> Result<Found> {
        let count = self.runs.iter().map(|run| run.len).sum();
        let mut found = Found { count, ..Found::default() };
        let room = if pix { count } else { 0 };
        for coordinates in &mut found.pix {
            coordinates.try_reserve_exact(room).map_err(|_| PIXELS)?;
        }
        match wanted {
            Wanted::Bytes => found.bytes.try_reserve_exact(count * self.image.element_size()),
            Wanted::Products => found.products.try_reserve_exact(count),
        }
        .map_err(|_| PIXELS)?;
        for run in self.runs {
            let (x, y) = start(&self.visible, run);
            match wanted {
                Wanted::Bytes => self.image.copy_bytes(x, y, run.len, &mut found.bytes),
                Wanted::Products => {
                    let values = self.image.values(x, y, run.len, self.values);
                    found.products.extend(products(run, self.weights, values));
                }
            }
            if pix {
                let [yy, xx] = &mut found.pix;
                yy.extend(std::iter::repeat_n(y as f64, run.len));
                xx.extend((0..run.len).map(|k| (x + k as i64) as f64));
            }
        }
        Ok(found)
    }

    fn cutout(&mut self, fill: f64, pix: bool) -> Result<Cutout> {
        let (width, height) = (self.bounds.width(), self.bounds.height());
        let size = width.checked_mul(height).ok_or(PIXELS)?;
        let room = if pix { size } else { 0 };
        let nans = || filled(room, f64::NAN, "a cutout");
        let mut cutout = Cutout { products: filled(size, fill, "a cutout")?, pix: [nans()?, nans()?] };
        let index = |x: i64, y: i64| (y - self.bounds.y0) as usize * width + (x - self.bounds.x0) as usize;
        let seen = &self.visible;
        let rows = if seen.is_empty() { 0..0 } else { seen.y0..seen.y1 };
        for y in rows {
            let first = index(seen.x0, y);
            let row = &mut cutout.products[first..first + seen.width()];
            row.fill(0.0);
            for mask in self.masks {
                let flags = mask.flags(seen.x0, y, seen.width(), self.flags);
                for (pixel, _) in row.iter_mut().zip(flags).filter(|(_, flag)| **flag != 0) {
                    *pixel = fill;
                }
            }
        }
        for run in self.runs {
            let (x, y) = start(seen, run);
            let first = index(x, y);
            let range = first..first + run.len;
            let values = self.image.values(x, y, run.len, self.values);
            for (pixel, product) in
                cutout.products[range.clone()].iter_mut().zip(products(run, self.weights, values))
            {
                *pixel = product;
            }
            if let [yy, xx] = &mut cutout.pix
                && pix
            {
                yy[range.clone()].fill(y as f64);
                xx[range].iter_mut().zip(x..).for_each(|(pixel, x)| *pixel = x as f64);
            }
        }
        Ok(cutout)
    }
}

/// The first pixel of a run.
fn start(window: &Window, run: &Run) -> (i64, i64) {
    (window.x0 + run.col as i64, window.y0 + run.row as i64)
}

/// The values of a run times its weights.
fn products<'a>(run: &Run, weights: &'a [f64], values: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    let weight = run.weight;
    values.iter().enumerate().map(move |(k, value)| match weight {
        Weight::Const(weight) => weight * value,
        Weight::PerPixel(first) => weights[first + k] * value,
    })
}
