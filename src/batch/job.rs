//! What to measure of each source, and measuring it.

use super::order::image_order;
use super::scratch::{Scratch, with_scratch};
use super::sources::Sources;
use crate::error::{Result, filled};
use crate::image::View;
use crate::parallel::{self, Stop};
use crate::raster::{Coverage, Frame, Place, Prepared, Sampling, Scanner, Window};
use crate::reduce::{ErrorPower, Pixels, npix, sum, variance};

const RESULTS: &str = "the results";
/// How many sources ahead pixels are fetched.
const AHEAD: usize = 4;
/// The pixels of a taller source are not fetched ahead: they would push out what is in use.
const PREFETCHED_ROWS: usize = 64;
/// Beyond this outline a shape that misses the image is not searched for a pixel elsewhere: it has one.
const SEARCHED: usize = 1 << 16;

/// Images, mask and method of a measurement.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// The frame, or what of it all images have in memory.
    pub(super) loaded: Window,
    pub(super) planes: Vec<View<'a>>,
    sigma: Option<(View<'a>, ErrorPower)>,
    /// Masks of all planes.
    pub(super) masks: Vec<View<'a>>,
    /// Masks of each plane, if there are such.
    plane_masks: Option<Vec<Vec<View<'a>>>>,
    pub(super) sampling: Sampling,
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
    /// Σ w, one list, or one per plane if each has its own masks.
    pub npix: Vec<Vec<f64>>,
    /// Σ w²σ² or Σ wσ², if there is an image of errors.
    pub variance: Option<Vec<f64>>,
    /// Values of [`Overlap`].
    pub overlap: Vec<u8>,
}

impl<'a> Job<'a> {
    /// Measures the effective area in a frame, exactly, until told more.
    pub fn new(frame: Frame) -> Self {
        Self {
            loaded: frame.window(),
            planes: vec![],
            sigma: None,
            masks: vec![],
            plane_masks: None,
            sampling: Sampling::Exact,
            outside: false,
        }
    }

    /// Sums this image.
    pub fn plane(self, plane: View<'a>) -> Self {
        self.planes(vec![plane])
    }

    /// Sums these images, which share the coverage.
    pub fn planes(mut self, planes: Vec<View<'a>>) -> Self {
        for plane in &planes {
            self.loaded = self.loaded.intersection(&plane.window());
        }
        self.planes = planes;
        self
    }

    /// Also sums the squares of these standard deviations.
    pub fn sigma(mut self, sigma: View<'a>, power: ErrorPower) -> Self {
        self.loaded = self.loaded.intersection(&sigma.window());
        self.sigma = Some((sigma, power));
        self
    }

    /// Leaves out the pixels that are set. Several masks add up.
    pub fn mask(mut self, mask: View<'a>) -> Self {
        self.loaded = self.loaded.intersection(&mask.window());
        self.masks.push(mask);
        self
    }

    /// Leaves out of each plane the pixels that are set in its own mask. There must be one for each plane; without
    /// planes there is an effective area for each mask.
    pub fn plane_masks(mut self, masks: Vec<View<'a>>) -> Self {
        let all = self.plane_masks.get_or_insert_with(|| vec![vec![]; masks.len()]);
        for (of_plane, mask) in all.iter_mut().zip(masks) {
            self.loaded = self.loaded.intersection(&mask.window());
            of_plane.push(mask);
        }
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

    /// Measures all sources. Now and then `cancel` is asked; after a yes the sources that are left have zeros.
    pub fn run(&self, sources: &Sources<'_>, mut cancel: impl FnMut() -> bool) -> Result<Sums> {
        let (n, width) = (sources.len(), self.record_width());
        let order = image_order(sources, (!self.planes.is_empty()).then_some(&self.loaded))?;
        let mut records = filled(n.saturating_mul(width), 0.0, RESULTS)?;
        parallel::for_each_part(&order, &mut records, width, &mut cancel, |part, out, stop| {
            with_scratch(|scratch| self.measure_part(sources, part, scratch, out, stop))
        })?;
        self.collect(&order, &records)
    }

    fn measure_part(
        &self,
        sources: &Sources<'_>,
        part: &[u32],
        scratch: &mut Scratch,
        out: &mut [f64],
        stop: Stop<'_>,
    ) -> Result<()> {
        for (k, (&i, out)) in part.iter().zip(out.chunks_exact_mut(self.record_width())).enumerate() {
            if stop() {
                break;
            }
            if let Some(&next) = part.get(k + AHEAD) {
                self.prefetch(sources, next as usize);
            }
            self.measure(sources, i as usize, scratch, out)?;
        }
        Ok(())
    }

    /// Results of one source: sums, npix, variance, overlap.
    fn record_width(&self) -> usize {
        self.planes.len() + self.npix_width() + usize::from(self.sigma.is_some()) + 1
    }

    fn npix_width(&self) -> usize {
        self.plane_masks.as_ref().map_or(1, Vec::len)
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
        let window = s.coverage.window();
        for (m, area) in areas.iter_mut().enumerate() {
            let own = self.plane_masks.as_ref().map_or(&[][..], |of_planes| &of_planes[m]);
            let masked = s.exclude(self.masks.iter().chain(own))?;
            let runs = if masked { &s.kept } else { s.coverage.runs() };
            let pixels = Pixels { runs, weights: s.coverage.weights(), window };
            // The weights add up to the area but for rounding, and never to more.
            *area = npix(pixels).min(limit);
            // These runs serve all planes, unless each plane has its own.
            let (first, count) = if self.plane_masks.is_some() { (m, 1) } else { (0, sums.len()) };
            for (sum_of_plane, plane) in sums.iter_mut().zip(&self.planes).skip(first).take(count) {
                *sum_of_plane = sum(pixels, plane, &mut s.values);
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
    fn collect(&self, order: &[u32], records: &[f64]) -> Result<Sums> {
        let (n, width) = (order.len(), self.record_width());
        let column = |k: usize| {
            let mut values = filled(n, 0.0, RESULTS)?;
            for (&i, record) in order.iter().zip(records.chunks_exact(width)) {
                values[i as usize] = record[k];
            }
            Ok(values)
        };
        let (planes, npix) = (self.planes.len(), self.npix_width());
        let mut overlap = filled(n, Overlap::Outside as u8, RESULTS)?;
        for (&i, record) in order.iter().zip(records.chunks_exact(width)) {
            // Of a source that is nowhere, this is NaN like the rest.
            if !record[width - 1].is_nan() {
                overlap[i as usize] = record[width - 1] as u8;
            }
        }
        Ok(Sums {
            sums: (0..planes).map(column).collect::<Result<_>>()?,
            npix: (planes..planes + npix).map(column).collect::<Result<_>>()?,
            variance: self.sigma.as_ref().map(|_| column(planes + npix)).transpose()?,
            overlap,
        })
    }
}

/// A shape at its place.
struct Placed<'a> {
    source: &'a Prepared,
    place: &'a Place,
    bounds: Window,
    visible: Window,
}
