//! Sources with all the rules that say which of their pixels count, and flags that tell what the rules have found.

use super::job::Job;
use super::scratch::{Scratch, count, with_scratch};
use super::sources::Sources;
use super::visit::Visit;
use crate::error::{Result, filled};
use crate::geometry::Outline;
use crate::image::{Neighbours, Segmentation, View, is_neighbour};
use crate::parallel;
use crate::raster::Place;
use crate::reduce::{self, Blocks, Clip, ErrorPower, Extras, Sample};

/// What the rules have found, a bit each. "Pixel" means one of positive weight.
pub mod flags {
    /// Pixels off the image, and none in it.
    pub const NO_OVERLAP: u16 = 1;
    /// Pixels in the image and off it.
    pub const PARTIAL_OVERLAP: u16 = 2;
    /// No pixel in the image.
    pub const NO_PIXELS: u16 = 4;
    /// A pixel is masked.
    pub const MASKED: u16 = 8;
    /// A pixel that is not masked has no finite value.
    pub const NON_FINITE_DATA: u16 = 16;
    /// A pixel that counts has no finite error.
    pub const NON_FINITE_ERROR: u16 = 32;
    /// A pixel that would count is another source's.
    pub const NEIGHBOUR: u16 = 64;
    /// One of those could not be corrected.
    pub const UNCORRECTED: u16 = 128;
    /// There are pixels in the image, but none counts.
    pub const ALL_MASKED: u16 = 256;

    /// Those of a source with pixels that count, some of them `outside` of the image, and some others `masked`, or not.
    pub(crate) fn of_dense(outside: bool, masked: bool) -> u16 {
        u16::from(outside) * PARTIAL_OVERLAP + u16::from(masked) * MASKED
    }
}

/// A job with further rules. The first plane is the image; masks of planes have no meaning here.
#[derive(Debug, Clone)]
pub struct Survey<'a> {
    pub(super) job: Job<'a>,
    pub(super) finite: bool,
    pub(super) segmentation: Option<Segmentation<'a>>,
    background: Option<&'a [f64]>,
    pub(super) clip: Option<Clip>,
    pub(super) threads: Option<usize>,
}

/// The totals of one target at all positions; NaN where it does not overlap the image.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// Σ w·v.
    pub sums: Vec<f64>,
    /// Σ w.
    pub areas: Vec<f64>,
    /// Σ w²σ² or Σ wσ², if there is an image of errors.
    pub variances: Option<Vec<f64>>,
    /// Bits of [`flags`].
    pub flags: Vec<i64>,
}

/// The pixels of one source that count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survivors {
    /// Their rows in the image.
    pub rows: Vec<i64>,
    /// Their columns in the image.
    pub cols: Vec<i64>,
    /// Their values, less the background.
    pub values: Vec<f64>,
    /// Their weights.
    pub weights: Vec<f64>,
    /// Their standard deviations, or nothing.
    pub sigmas: Vec<f64>,
}

/// What the rules have left of a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settled {
    pub flags: u16,
    /// Whether what is left is in `kept`, and not the whole coverage.
    pub thinned: bool,
    /// Pixels that count.
    pub usable: usize,
}

/// Numbers of a source in the records of totals.
const TOTALS: usize = 4;

impl<'a> Survey<'a> {
    /// Only the rules of the job.
    pub fn new(job: Job<'a>) -> Self {
        Self { job, finite: false, segmentation: None, background: None, clip: None, threads: None }
    }

    /// Whether pixels without a finite value are left out.
    pub fn only_finite(self, finite: bool) -> Self {
        Self { finite, ..self }
    }

    /// Leaves out pixels of other sources, or corrects them.
    pub fn segmentation(mut self, segmentation: Segmentation<'a>) -> Self {
        self.job.loaded = self.job.loaded.intersection(&segmentation.image.window());
        Self { segmentation: Some(segmentation), ..self }
    }

    /// Takes a background from the values, one for each source.
    pub fn background(self, background: &'a [f64]) -> Self {
        Self { background: Some(background), ..self }
    }

    /// Leaves out values far from the others.
    pub fn clip(self, clip: Clip) -> Self {
        Self { clip: Some(clip), ..self }
    }

    /// At most so many threads.
    pub fn threads(self, threads: Option<usize>) -> Self {
        Self { threads, ..self }
    }

    /// The totals of every target; all have the same positions.
    pub fn totals(&self, targets: &[Sources<'_>], mut cancel: impl FnMut() -> bool) -> Result<Vec<Totals>> {
        let blocks = self.job.blocks(targets, self.threads, &mut cancel)?;
        let records = self.job.visit(targets, TOTALS, self.threads, &mut cancel, |visit, scratch, out| {
            self.total(visit, blocks.first(), scratch, out)
        })?;
        let of_target = |k: usize| {
            let flags = as_flags(&records.column(k + 3)?);
            let overlapping = |column: usize| {
                let mut values = records.column(k + column)?;
                for (value, flags) in values.iter_mut().zip(&flags) {
                    if flags & i64::from(flags::NO_OVERLAP) != 0 {
                        *value = f64::NAN;
                    }
                }
                Ok(values)
            };
            Ok(Totals {
                sums: overlapping(0)?,
                areas: overlapping(1)?,
                variances: self.job.sigma.as_ref().map(|_| overlapping(2)).transpose()?,
                flags,
            })
        };
        (0..targets.len()).map(|k| of_target(TOTALS * k)).collect()
    }

    fn total(
        &self,
        visit: &Visit<'_>,
        blocks: Option<&Blocks>,
        s: &mut Scratch,
        out: &mut [f64],
    ) -> Result<()> {
        let outside = self.scan(visit, s)?;
        if self.segmentation.is_none() && self.clip.is_none() {
            match self.total_of_dense(visit, outside, s, out) {
                Some(true) => return Ok(()),
                // What is masked is gone: from the beginning.
                Some(false) => drop(self.scan(visit, s)?),
                None => {}
            }
        }
        // A sum that is finite has no addend that is not, so only others are looked at.
        let mut settled = self.settle_scanned(visit, outside, s, self.segmentation.is_some())?;
        if self.clip.is_some() || self.corrects(visit.index) {
            return self.total_of_sample(visit, settled, s, out);
        }
        let Some(image) = self.job.planes.first() else { return Ok(()) };
        let background = self.background_of(visit.index);
        let total = |s: &mut Scratch, thinned: bool| {
            let mut reading = std::mem::take(&mut s.reading);
            let pixels = s.pixels(thinned);
            let total = match background {
                0.0 => reduce::sum(pixels, image, blocks, &mut reading),
                background => reduce::sum_above(pixels, image, background, &mut reading),
            };
            s.reading = reading;
            total
        };
        let mut sum = total(s, settled.thinned);
        if self.finite && !sum.is_finite() {
            self.leave_out_non_finite(&mut settled, s)?;
            sum = total(s, settled.thinned);
        }
        let mut reading = std::mem::take(&mut s.reading);
        let pixels = s.pixels(settled.thinned);
        let area = reduce::npix(pixels).min(self.job.most(visit.source));
        let mut variance = 0.0;
        if let Some((sigma, power)) = &self.job.sigma {
            variance = reduce::variance(pixels, sigma, *power, &mut reading);
            // Squares may be too large where the errors themselves are not.
            if !variance.is_finite() {
                let mut errors = Sample::default();
                errors.take(pixels, sigma, 0.0, &Extras::default(), &mut reading);
                settled.raise(flags::NON_FINITE_ERROR, usize::from(!errors.is_finite()));
            }
        }
        s.reading = reading;
        out.copy_from_slice(&[sum, area, variance, f64::from(settled.flags)]);
        Ok(())
    }

    /// The same for coverage that is dense. Tells whether that is all: something may have been found that
    /// has to be looked at more closely.
    fn total_of_dense(
        &self,
        visit: &Visit<'_>,
        outside: bool,
        s: &mut Scratch,
        out: &mut [f64],
    ) -> Option<bool> {
        let Scratch { coverage, reading, near, near_errors, .. } = s;
        let (mut dense, image) = (coverage.dense()?, self.job.planes.first()?);
        let copy = near.view(&dense.window);
        let image = copy.as_ref().unwrap_or(image);
        let masked = self.job.exclude_dense(&mut dense, reading);
        let (area, sum) = match self.background_of(visit.index) {
            0.0 => reduce::dense_npix_and_sum(&dense, image, reading),
            background => reduce::dense_npix_and_sum_above(&dense, image, background, reading),
        };
        let mut variance = 0.0;
        if let Some((sigma, power)) = &self.job.sigma {
            let copy = near_errors.view(&dense.window);
            variance = reduce::dense_variance(&dense, copy.as_ref().unwrap_or(sigma), *power, reading);
        }
        let flags = flags::of_dense(outside, masked);
        out.copy_from_slice(&[sum, area.min(self.job.most(visit.source)), variance, f64::from(flags)]);
        Some(area > 0.0 && (sum.is_finite() || !self.finite) && variance.is_finite())
    }

    /// The same where pixels are not what they are in the image, or must be known first.
    fn total_of_sample(
        &self,
        visit: &Visit<'_>,
        mut settled: Settled,
        s: &mut Scratch,
        out: &mut [f64],
    ) -> Result<()> {
        let extras =
            Extras { weights: true, sigma: self.job.sigma.as_ref().map(|(sigma, _)| sigma), places: false };
        self.sample(visit, &mut settled, s, extras)?;
        if s.sample.sigmas.iter().any(|sigma| !sigma.is_finite()) {
            settled.flags |= flags::NON_FINITE_ERROR;
        }
        self.clip_sample(s);
        let Sample { values, weights, sigmas, .. } = &s.sample;
        let sum = reduce::weighted(weights, values, |w, v| w * v);
        let area = reduce::weighted(weights, weights, |w, _| w);
        let variance = match self.job.sigma {
            Some((_, ErrorPower::Squared)) => reduce::weighted(weights, sigmas, |w, s| w * s * (w * s)),
            Some((_, ErrorPower::Linear)) => reduce::weighted(weights, sigmas, |w, s| w * (s * s)),
            None => 0.0,
        };
        out.copy_from_slice(&[sum, area, variance, f64::from(settled.flags)]);
        Ok(())
    }

    /// The pixels of every source that count.
    pub fn survivors(
        &self,
        sources: &Sources<'_>,
        mut cancel: impl FnMut() -> bool,
    ) -> Result<Vec<Survivors>> {
        let mut found = filled(sources.len(), Survivors::default(), "the results")?;
        let indices: Vec<usize> = (0..sources.len()).collect();
        parallel::for_each_part(&indices, &mut found, 1, self.threads, &mut cancel, |part, out, stop| {
            let mut memory = Outline::default();
            for (&index, out) in part.iter().zip(out) {
                if stop() {
                    break;
                }
                if let Some(place) = Place::new(sources.at(index)) {
                    *out = sources.with_shape(index, &mut memory, |source| {
                        with_scratch(|s| {
                            self.survivors_of(
                                &Visit {
                                    index,
                                    source,
                                    place: &place,
                                    bounds: place.bounds(source.extents()),
                                },
                                s,
                            )
                        })
                    })?;
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn survivors_of(&self, visit: &Visit<'_>, s: &mut Scratch) -> Result<Survivors> {
        let sigma = self.job.sigma.as_ref().map(|(sigma, _)| sigma);
        let extras = Extras { weights: true, sigma, places: true };
        let mut settled = self.settle(visit, s, self.segmentation.is_some())?;
        self.sample(visit, &mut settled, s, extras)?;
        self.clip_sample(s);
        let window = s.coverage.window();
        let in_image = |places: &[f64], first: i64| places.iter().map(|&k| first + k as i64).collect();
        let sample = std::mem::take(&mut s.sample);
        Ok(Survivors {
            rows: in_image(&sample.rows, window.y0),
            cols: in_image(&sample.cols, window.x0),
            values: sample.values,
            weights: sample.weights,
            sigmas: sample.sigmas,
        })
    }

    /// Scans a source, and tells whether it has pixels off the image.
    pub(super) fn scan(&self, visit: &Visit<'_>, s: &mut Scratch) -> Result<bool> {
        let Visit { source, place, bounds, .. } = visit;
        let visible = bounds.intersection(&self.job.loaded);
        let outside = self.job.reaches_outside(visit, bounds, visible, s)?;
        s.scanner.scan_any(source, place, bounds, visible, self.job.sampling, &mut s.coverage)?;
        Ok(outside)
    }

    /// Scans a source and applies all rules but the clipping and, unless `finite`, that of finite values.
    pub(super) fn settle(&self, visit: &Visit<'_>, s: &mut Scratch, finite: bool) -> Result<Settled> {
        let outside = self.scan(visit, s)?;
        self.settle_scanned(visit, outside, s, finite)
    }

    /// The same for what has been scanned and may have pixels `outside` of the image.
    pub(super) fn settle_scanned(
        &self,
        visit: &Visit<'_>,
        outside: bool,
        s: &mut Scratch,
        finite: bool,
    ) -> Result<Settled> {
        s.coverage.settle();
        let inside = count(s.coverage.runs());
        let mut settled = Settled { flags: 0, thinned: false, usable: inside };
        settled.flags = match (inside > 0, outside) {
            (true, true) => flags::PARTIAL_OVERLAP,
            (true, false) => 0,
            (false, true) => flags::NO_OVERLAP | flags::NO_PIXELS,
            (false, false) => flags::NO_PIXELS,
        };
        if inside == 0 {
            return Ok(settled);
        }
        if s.exclude(self.job.masks.iter())? {
            (settled.thinned, settled.usable) = (true, count(&s.kept));
            settled.raise(flags::MASKED, inside - settled.usable);
        }
        if finite {
            self.leave_out_non_finite(&mut settled, s)?;
        }
        self.leave_out_neighbours(visit.index, &mut settled, s)?;
        settled.raise(flags::ALL_MASKED, usize::from(settled.usable == 0));
        Ok(settled)
    }

    /// Leaves out what is not finite.
    pub(super) fn leave_out_non_finite(&self, settled: &mut Settled, s: &mut Scratch) -> Result<()> {
        let (Some(image), true) = (self.job.planes.first(), self.finite) else { return Ok(()) };
        let gone = settled.leave_out(s, image, |v| !v.is_finite())?;
        settled.raise(flags::NON_FINITE_DATA, gone);
        settled.raise(flags::ALL_MASKED, usize::from(gone > 0 && settled.usable == 0));
        Ok(())
    }

    fn leave_out_neighbours(&self, index: usize, settled: &mut Settled, s: &mut Scratch) -> Result<()> {
        let Some(segmentation) = &self.segmentation else { return Ok(()) };
        let (Some(label), image) = (segmentation.label(index), &segmentation.image) else { return Ok(()) };
        if segmentation.neighbours == Neighbours::Correct {
            return Ok(());
        }
        let gone = settled.leave_out(s, image, |pixel| is_neighbour(pixel, label))?;
        settled.raise(flags::NEIGHBOUR, gone);
        if segmentation.neighbours == Neighbours::SourceOnly {
            settled.leave_out(s, image, |pixel| pixel != label)?;
        }
        Ok(())
    }

    /// Whether pixels of this source may have to take another's value.
    pub(super) fn corrects(&self, index: usize) -> bool {
        let correct =
            |it: &Segmentation<'_>| it.neighbours == Neighbours::Correct && it.label(index).is_some();
        self.segmentation.as_ref().is_some_and(correct)
    }

    pub(super) fn background_of(&self, index: usize) -> f64 {
        self.background.and_then(|all| all.get(index)).copied().unwrap_or(0.0)
    }
}

impl Settled {
    /// Sets a flag if there is something to flag.
    pub(super) fn raise(&mut self, flag: u16, found: usize) {
        if found > 0 {
            self.flags |= flag;
        }
    }

    /// Leaves pixels out, and tells how many.
    fn leave_out(&mut self, s: &mut Scratch, image: &View<'_>, asked: impl Fn(f64) -> bool) -> Result<usize> {
        let gone = s.leave_out(&mut self.thinned, image, asked)?;
        self.usable -= gone;
        Ok(gone)
    }
}

/// The flags in a column of records; what is nowhere is off the image.
pub(super) fn as_flags(column: &[f64]) -> Vec<i64> {
    let nowhere = i64::from(flags::NO_OVERLAP | flags::NO_PIXELS);
    column.iter().map(|&bits| if bits.is_nan() { nowhere } else { bits as i64 }).collect()
}
