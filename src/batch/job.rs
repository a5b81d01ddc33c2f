//! What to measure of each source, and measuring it.

use super::order::image_order;
use super::scratch::{Scratch, with_scratch};
use super::sources::Sources;
use crate::error::{Error, Result};
use crate::image::{View, exclude};
use crate::parallel;
use crate::raster::{Coverage, Frame, Place, Prepared, Sampling, Scanner, Window};
use crate::reduce::{ErrorPower, Pixels, npix, sum, variance};
use std::time::{Duration, Instant};

/// Between two looks at the cancel flag.
const PATIENCE: Duration = Duration::from_millis(50);
/// Sources of the first stretch of a batch, before it is known how long one takes.
const FIRST_STRETCH: usize = 512;
/// How many sources ahead pixels are fetched.
const AHEAD: usize = 4;
/// The pixels of a taller source are not fetched ahead: they would push out what is in use.
const PREFETCHED_ROWS: usize = 64;
/// Beyond this outline a shape that misses the image is not searched for a pixel elsewhere: it has one.
const SEARCHED: usize = 1 << 16;

/// Images, mask and method of a measurement.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    frame: Frame,
    /// What of the frame all images have in memory.
    loaded: Window,
    planes: Vec<View<'a>>,
    sigma: Option<(View<'a>, ErrorPower)>,
    masks: Vec<View<'a>>,
    sampling: Sampling,
    outside: bool,
}

/// How a source and the image overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// Some pixel of positive weight is in the image, masked or not.
    Some = 0,
    /// No pixel has positive weight, in the image or out of it.
    NoPixel = 1,
    /// Nothing of the source is in the image.
    Outside = 2,
}

/// The results of a batch, in the order of its sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    /// Σ w·v, one list per plane.
    pub sums: Vec<Vec<f64>>,
    /// Σ w, one list per mask, or one if there is none.
    pub npix: Vec<Vec<f64>>,
    /// Σ w²σ² or Σ wσ², if there is an image of errors.
    pub variance: Option<Vec<f64>>,
    /// Values of [`Overlap`].
    pub overlap: Vec<u8>,
}

impl<'a> Job<'a> {
    /// Measures the effective area in a frame, exactly, until told more.
    pub fn new(frame: Frame) -> Self {
        let loaded = frame.window();
        Self {
            frame,
            loaded,
            planes: vec![],
            sigma: None,
            masks: vec![],
            sampling: Sampling::Exact,
            outside: false,
        }
    }

    /// Also sums this image. Several planes share the coverage.
    pub fn plane(mut self, plane: View<'a>) -> Self {
        self.loaded = self.loaded.intersection(&plane.window());
        self.planes.push(plane);
        self
    }

    /// Also sums the squares of these standard deviations.
    pub fn sigma(mut self, sigma: View<'a>, power: ErrorPower) -> Self {
        self.loaded = self.loaded.intersection(&sigma.window());
        self.sigma = Some((sigma, power));
        self
    }

    /// Leaves out the pixels that are set: in all planes, or, with as many masks as planes, each in its own.
    pub fn mask(mut self, mask: View<'a>) -> Self {
        self.loaded = self.loaded.intersection(&mask.window());
        self.masks.push(mask);
        self
    }

    /// How pixels are judged.
    pub fn sampling(mut self, sampling: Sampling) -> Self {
        self.sampling = sampling;
        self
    }

    /// Whether a source without a pixel in the image is searched for one outside, to tell
    /// [`Overlap::NoPixel`] from [`Overlap::Outside`].
    pub fn search_outside(mut self, search: bool) -> Self {
        self.outside = search;
        self
    }

    /// Measures all sources. Now and then `cancel` is asked; after a yes the rest is left undone and all is zero.
    pub fn run(&self, sources: &Sources<'_>, mut cancel: impl FnMut() -> bool) -> Result<Sums> {
        let (n, width) = (sources.len(), self.record_width());
        let order =
            if self.planes.is_empty() { (0..n as u32).collect() } else { image_order(sources, self.frame) };
        let mut records = Vec::new();
        records.try_reserve_exact(n * width).map_err(|_| Error::OutOfMemory("the results"))?;
        records.resize(n * width, 0.0);
        let (mut done, mut stretch) = (0, FIRST_STRETCH);
        while done < n {
            let end = n.min(done + stretch);
            let start = Instant::now();
            let out = &mut records[done * width..end * width];
            self.run_stretch(sources, &order[done..end], out)?;
            done = end;
            if done < n && cancel() {
                break;
            }
            let elapsed = start.elapsed().max(Duration::from_micros(1));
            let fitting = stretch as f64 * (PATIENCE.as_secs_f64() / elapsed.as_secs_f64());
            stretch = (fitting as usize).clamp(1, 8 * stretch);
        }
        Ok(self.collect(&order, &records))
    }

    fn run_stretch(&self, sources: &Sources<'_>, order: &[u32], out: &mut [f64]) -> Result<()> {
        let width = self.record_width();
        parallel::for_each_part(order, out, width, |part, out| {
            with_scratch(|scratch| {
                for (k, (&i, out)) in part.iter().zip(out.chunks_exact_mut(width)).enumerate() {
                    if let Some(&next) = part.get(k + AHEAD) {
                        self.prefetch(sources, next as usize);
                    }
                    self.measure(sources, i as usize, scratch, out)?;
                }
                Ok(())
            })
        })
    }

    /// Results of one source: sums, npix, variance, overlap.
    fn record_width(&self) -> usize {
        self.planes.len() + self.npix_width() + usize::from(self.sigma.is_some()) + 1
    }

    fn npix_width(&self) -> usize {
        self.masks.len().max(1)
    }

    /// Has the pixels of a source to come fetched while this one is computed.
    #[inline(always)]
    fn prefetch(&self, sources: &Sources<'_>, next: usize) {
        if let (Some(extents), Some(place)) = (sources.shared_extents(), Place::new(sources.at(next))) {
            let window = place.bounds(extents);
            if window.height() <= PREFETCHED_ROWS {
                let images =
                    self.planes.iter().chain(self.sigma.as_ref().map(|(sigma, _)| sigma)).chain(&self.masks);
                images.for_each(|image| image.prefetch(&window));
            }
        }
    }

    fn measure(&self, sources: &Sources<'_>, i: usize, scratch: &mut Scratch, out: &mut [f64]) -> Result<()> {
        let Some(place) = Place::new(sources.at(i)) else {
            out.fill(f64::NAN);
            return Ok(());
        };
        let mut outline = std::mem::take(&mut scratch.outline);
        let result =
            sources.with_shape(i, &mut outline, |source| self.measure_shape(source, &place, scratch, out));
        scratch.outline = outline;
        result
    }

    fn measure_shape(
        &self,
        source: &Prepared,
        place: &Place,
        s: &mut Scratch,
        out: &mut [f64],
    ) -> Result<()> {
        let bounds = place.bounds(source.extents());
        let visible = bounds.intersection(&self.loaded);
        s.scanner.scan(source, place, &bounds, visible, self.sampling, &mut s.coverage)?;
        let (results, overlap) = out.split_at_mut(out.len() - 1);
        if s.coverage.runs().is_empty() {
            results.fill(0.0);
            let place = Placed { source, place, bounds, visible };
            overlap[0] = f64::from(self.missed(&place, &mut s.scanner, &mut s.coverage)? as u8);
            return Ok(());
        }
        overlap[0] = f64::from(Overlap::Some as u8);
        self.reduce(source, s, results)
    }

    fn reduce(&self, source: &Prepared, s: &mut Scratch, results: &mut [f64]) -> Result<()> {
        let (sums, rest) = results.split_at_mut(self.planes.len());
        let (areas, variances) = rest.split_at_mut(self.npix_width());
        let limit = if self.sampling == Sampling::Exact { source.area() } else { f64::INFINITY };
        for (m, area) in areas.iter_mut().enumerate() {
            let runs = match self.masks.get(m) {
                Some(mask) => {
                    exclude(&s.coverage, mask, &mut s.flags, &mut s.kept)?;
                    &s.kept[..]
                }
                None => s.coverage.runs(),
            };
            let pixels = Pixels { runs, weights: s.coverage.weights(), window: s.coverage.window() };
            // The weights add up to the area but for rounding, and never to more.
            *area = npix(pixels).min(limit);
            // One mask serves all planes; else each plane has its own.
            let planes = if self.masks.len() > 1 { m..m + 1 } else { 0..sums.len() };
            for k in planes {
                sums[k] = sum(pixels, &self.planes[k], &mut s.values);
            }
            if let (Some((sigma, power)), [out]) = (&self.sigma, &mut *variances) {
                *out = variance(pixels, sigma, *power, &mut s.values);
            }
        }
        Ok(())
    }

    /// Why a source has no pixel in the image.
    fn missed(&self, it: &Placed<'_>, scanner: &mut Scanner, coverage: &mut Coverage) -> Result<Overlap> {
        if it.visible == it.bounds {
            return Ok(Overlap::NoPixel);
        }
        let searched = it.bounds.width().saturating_add(it.bounds.height()) < SEARCHED;
        if it.visible.is_empty() || !self.outside || self.sampling == Sampling::Exact || !searched {
            return Ok(Overlap::Outside);
        }
        scanner.scan(it.source, it.place, &it.bounds, it.bounds, self.sampling, coverage)?;
        Ok(if coverage.runs().is_empty() { Overlap::NoPixel } else { Overlap::Outside })
    }

    /// From records in image order to columns in the caller's order.
    fn collect(&self, order: &[u32], records: &[f64]) -> Sums {
        let (n, width) = (order.len(), self.record_width());
        let column = |k: usize| {
            let mut values = vec![0.0; n];
            for (&i, record) in order.iter().zip(records.chunks_exact(width)) {
                values[i as usize] = record[k];
            }
            values
        };
        let (planes, npix) = (self.planes.len(), self.npix_width());
        Sums {
            sums: (0..planes).map(column).collect(),
            npix: (planes..planes + npix).map(column).collect(),
            variance: self.sigma.as_ref().map(|_| column(planes + npix)),
            overlap: column(width - 1).into_iter().map(|v| if v.is_nan() { 2 } else { v as u8 }).collect(),
        }
    }
}

/// A shape at its place.
struct Placed<'a> {
    source: &'a Prepared,
    place: &'a Place,
    bounds: Window,
    visible: Window,
}
