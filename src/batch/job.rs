//! What to measure of each source, and measuring it.

use super::scratch::Scratch;
use super::sources::Sources;
use super::visit::{RESULTS, Records, Visit};
use crate::error::{Result, filled};
use crate::image::{Reading, View, exclude_dense};
use crate::raster::{Dense, Frame, Prepared, Run, Sampling, Window};
use crate::reduce::{
    Blocks, ErrorPower, Pixels, dense_npix, dense_npix_and_sum, dense_sum, dense_variance, npix, sum,
    variance,
};

/// Beyond this outline a shape that misses the image is not searched for a pixel elsewhere: it has one.
const SEARCHED: usize = 1 << 16;

/// Images, mask and method of a measurement.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// The frame, or what of it all images have in memory.
    pub(super) loaded: Window,
    pub(super) planes: Vec<View<'a>>,
    pub(super) sigma: Option<(View<'a>, ErrorPower)>,
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
        let targets = std::slice::from_ref(sources);
        let blocks = self.blocks(targets, None, &mut cancel)?;
        let records =
            self.visit(targets, self.record_width(), None, &mut cancel, |visit, scratch, out| {
                self.measure_shape(visit, &blocks, scratch, out)
            })?;
        self.collect(&records)
    }

    /// Results of one source: sums, npix, variance, overlap.
    pub(super) fn record_width(&self) -> usize {
        self.planes.len() + self.npix_width() + usize::from(self.sigma.is_some()) + 1
    }

    fn npix_width(&self) -> usize {
        self.plane_masks.as_ref().map_or(1, Vec::len)
    }

    pub(super) fn measure_shape(
        &self,
        visit: &Visit<'_>,
        blocks: &[Blocks],
        s: &mut Scratch,
        out: &mut [f64],
    ) -> Result<()> {
        let Visit { source, place, bounds, .. } = visit;
        let visible = bounds.intersection(&self.loaded);
        s.scanner.scan_any(source, place, bounds, visible, self.sampling, &mut s.coverage)?;
        let (results, overlap) = out.split_at_mut(out.len() - 1);
        if self.plane_masks.is_none()
            && let Some(dense) = s.coverage.dense()
        {
            if self.reduce_dense(source, dense, &mut s.reading, results) {
                overlap[0] = f64::from(Overlap::Some as u8);
                return Ok(());
            }
            // Nothing is left. Was there anything?
            s.scanner.scan_any(source, place, bounds, visible, self.sampling, &mut s.coverage)?;
        }
        s.coverage.settle();
        if s.coverage.runs().is_empty() {
            results.fill(0.0);
            let reaches = if self.outside {
                self.reaches_outside(visit, bounds, visible, s)?
            } else {
                visible != *bounds
            };
            overlap[0] = f64::from(if reaches { Overlap::Outside } else { Overlap::NoPixel } as u8);
            return Ok(());
        }
        overlap[0] = f64::from(Overlap::Some as u8);
        self.reduce(source, blocks, s, results)
    }

    /// What the effective area of a source cannot exceed.
    pub(super) fn most(&self, source: &Prepared) -> f64 {
        if self.sampling == Sampling::Exact { source.area() } else { f64::INFINITY }
    }

    /// Takes the weights of what is masked out of a dense coverage, and tells whether there were any.
    #[inline(always)]
    pub(super) fn exclude_dense(&self, dense: &mut Dense<'_>, reading: &mut Reading) -> bool {
        self.masks.iter().fold(false, |any, mask| exclude_dense(dense, mask, reading) | any)
    }

    /// Like [`Self::reduce`], for dense coverage. Tells whether any pixel counts.
    #[inline(always)]
    fn reduce_dense(
        &self,
        source: &Prepared,
        mut dense: Dense<'_>,
        reading: &mut Reading,
        results: &mut [f64],
    ) -> bool {
        self.exclude_dense(&mut dense, reading);
        let (sums, rest) = results.split_at_mut(self.planes.len());
        let area = match (&self.planes[..], &mut *sums) {
            ([plane, planes @ ..], [sum, sums @ ..]) => {
                let (area, first) = dense_npix_and_sum(&dense, plane, reading);
                *sum = first;
                for (sum, plane) in sums.iter_mut().zip(planes) {
                    *sum = dense_sum(&dense, plane, reading);
                }
                area
            }
            _ => dense_npix(&dense),
        };
        // The weights add up to the area but for rounding, and never to more.
        rest[0] = area.min(self.most(source));
        if let Some((sigma, power)) = &self.sigma {
            rest[1] = dense_variance(&dense, sigma, *power, reading);
        }
        area > 0.0
    }

    fn reduce(
        &self,
        source: &Prepared,
        blocks: &[Blocks],
        s: &mut Scratch,
        results: &mut [f64],
    ) -> Result<()> {
        let (sums, rest) = results.split_at_mut(self.planes.len());
        let (areas, variances) = rest.split_at_mut(self.npix_width());
        let limit = self.most(source);
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
            let planes = sums.iter_mut().zip(&self.planes).enumerate();
            for (k, (sum_of_plane, plane)) in planes.skip(first).take(count) {
                *sum_of_plane = sum(pixels, plane, blocks.get(k), &mut s.reading);
            }
            if let (Some((sigma, power)), [out]) = (&self.sigma, &mut *variances) {
                *out = variance(pixels, sigma, *power, &mut s.reading);
            }
        }
        Ok(())
    }

    /// Whether a source has a pixel of positive weight that is not in the image. The coverage is overwritten.
    pub(super) fn reaches_outside(
        &self,
        visit: &Visit<'_>,
        bounds: &Window,
        visible: Window,
        s: &mut Scratch,
    ) -> Result<bool> {
        if visible == *bounds {
            return Ok(false);
        }
        let searched = bounds.width().saturating_add(bounds.height()) < SEARCHED;
        if visible.is_empty() || self.sampling == Sampling::Exact || !searched {
            return Ok(true);
        }
        s.scanner.scan(visit.source, visit.place, bounds, *bounds, self.sampling, &mut s.coverage)?;
        let (x0, x1) = (visible.x0 - bounds.x0, visible.x1 - bounds.x0);
        let (y0, y1) = (visible.y0 - bounds.y0, visible.y1 - bounds.y0);
        let leaves = |run: &Run| {
            let (row, from, to) = (run.row as i64, run.col as i64, (run.col + run.len) as i64);
            row < y0 || row >= y1 || from < x0 || to > x1
        };
        Ok(s.coverage.runs().iter().any(leaves))
    }

    /// From records to columns.
    fn collect(&self, records: &Records) -> Result<Sums> {
        let (planes, npix) = (self.planes.len(), self.npix_width());
        let mut overlap = filled(records.len(), Overlap::Outside as u8, RESULTS)?;
        for (overlap, found) in overlap.iter_mut().zip(records.numbers(records.width() - 1)) {
            // Of a source that is nowhere, this is NaN like the rest.
            if !found.is_nan() {
                *overlap = found as u8;
            }
        }
        Ok(Sums {
            sums: (0..planes).map(|k| records.column(k)).collect::<Result<_>>()?,
            npix: (planes..planes + npix).map(|k| records.column(k)).collect::<Result<_>>()?,
            variance: self.sigma.as_ref().map(|_| records.column(planes + npix)).transpose()?,
            overlap,
        })
    }
}
