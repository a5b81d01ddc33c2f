//! Sum, effective area, variance and flags of the pixels of one image that the rules leave.

use crate::batch::flags;
use crate::batch::images::Images;
use crate::batch::rules::Rules;
use crate::batch::scratch::Scratch;
use crate::batch::settle::Settled;
use crate::batch::stage::{Field, Stage};
use crate::batch::visit::Visit;
use crate::error::{Error, Result};
use crate::reduce::{self, ErrorPower, Extras, Sample};

/// Fields `sum`, `area`, `flags` and, with an image of errors, `variance`. Where the source does not overlap the image all but the
/// flags are NaN.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums;

const POWER: ErrorPower = ErrorPower::Squared;

impl Sums {
    /// By the names of fields: it has always all of them.
    pub(super) fn wanting(names: &[String]) -> Result<Self> {
        match names.iter().find(|name| !["sum", "area", "variance", "flags"].contains(&name.as_str())) {
            Some(name) => Err(Error::UnknownName { what: "field of the stage sums", name: name.clone() }),
            None => Ok(Self),
        }
    }
}

impl Stage for Sums {
    fn check(&self, images: &Images<'_>, _: &Rules<'_>) -> Result<()> {
        images.is_single()
    }

    fn fields(&self, images: &Images<'_>) -> Vec<Field> {
        let [sum, area, variance] = ["sum", "area", "variance"].map(Field::number);
        let mut fields = vec![sum, area, Field::integer("flags", flags::OF_NOWHERE), variance];
        fields.truncate(if images.sigma.is_some() { 4 } else { 3 });
        fields
    }

    fn adds_up_runs(&self) -> bool {
        true
    }

    fn measure(&self, visit: &Visit<'_>, s: &mut Scratch, out: &mut [f64]) -> Result<()> {
        let outside = visit.scan(s)?;
        if visit.images.segmentation.is_none() && visit.rules.clip.is_none() {
            match of_dense(visit, outside, s, out) {
                Some(true) => return Ok(()),
                // The weights of masked pixels are gone: from the beginning.
                Some(false) => drop(visit.scan(s)?),
                None => {}
            }
        }
        let settled = visit.settle(outside, s)?;
        let total = if visit.rules.clip.is_some() || visit.corrects() {
            of_sample(visit, settled, s)?
        } else {
            of_runs(visit, settled, s)?
        };
        total.write(out);
        if total.flags & flags::NO_OVERLAP != 0 {
            out.fill(f64::NAN);
            out[2] = f64::from(total.flags);
        }
        Ok(())
    }
}

/// What is found of a source.
struct Total {
    sum: f64,
    area: f64,
    variance: f64,
    flags: u16,
}

impl Total {
    /// Writes the fields, the variance if there is room for it.
    #[inline(always)]
    fn write(&self, out: &mut [f64]) {
        let all = [self.sum, self.area, f64::from(self.flags), self.variance];
        match out.first_chunk_mut::<4>() {
            Some(out) => *out = all,
            None => out.copy_from_slice(&all[..3]),
        }
    }
}

/// Adds up dense coverage. Tells whether that is all: something may have been found that needs a closer look. Nothing if the
/// coverage is not dense.
#[inline(always)]
fn of_dense(visit: &Visit<'_>, outside: bool, s: &mut Scratch, out: &mut [f64]) -> Option<bool> {
    let Visit { images, rules, .. } = visit;
    let Scratch { coverage, reading, near, near_errors, .. } = s;
    let (mut dense, image) = (coverage.dense()?, images.planes.first()?);
    let copy = near.view(&dense.window);
    let image = copy.as_ref().unwrap_or(image);
    let masked = images.exclude_dense(&mut dense, reading);
    let (area, sum) = match visit.background {
        0.0 => reduce::dense_npix_and_sum(&dense, image, reading),
        background => reduce::dense_npix_and_sum_above(&dense, image, background, reading),
    };
    let mut variance = 0.0;
    if let Some(sigma) = &images.sigma {
        let copy = near_errors.view(&dense.window);
        variance = reduce::dense_variance(&dense, copy.as_ref().unwrap_or(sigma), POWER, reading);
    }
    let flags = flags::of_dense(outside, masked);
    Total { sum, area: area.min(visit.most()), variance, flags }.write(out);
    Some(area > 0.0 && (sum.is_finite() || !rules.finite) && variance.is_finite())
}

/// Adds up runs. A sum that is finite has no addend that is not, so only others are looked at.
fn of_runs(visit: &Visit<'_>, mut settled: Settled, s: &mut Scratch) -> Result<Total> {
    let mut sum = sum_of_runs(visit, settled.thinned, s);
    if visit.rules.finite && !sum.is_finite() {
        visit.leave_out_non_finite(&mut settled, s)?;
        sum = sum_of_runs(visit, settled.thinned, s);
    }
    let mut reading = std::mem::take(&mut s.reading);
    let pixels = s.pixels(settled.thinned);
    let area = reduce::npix(pixels).min(visit.most());
    let mut variance = 0.0;
    if let Some(sigma) = &visit.images.sigma {
        variance = reduce::variance(pixels, sigma, POWER, &mut reading);
        // Squares may be too large where the errors themselves are not.
        if !variance.is_finite() {
            let mut errors = Sample::default();
            errors.take(pixels, sigma, 0.0, &Extras::default(), &mut reading);
            settled.raise(flags::NON_FINITE_ERROR, usize::from(!errors.is_finite()));
        }
    }
    s.reading = reading;
    Ok(Total { sum, area, variance, flags: settled.flags })
}

fn sum_of_runs(visit: &Visit<'_>, thinned: bool, s: &mut Scratch) -> f64 {
    let Some(image) = visit.images.planes.first() else { return 0.0 };
    let mut reading = std::mem::take(&mut s.reading);
    let pixels = s.pixels(thinned);
    let sum = match visit.background {
        0.0 => reduce::sum(pixels, image, visit.blocks.first(), &mut reading),
        background => reduce::sum_above(pixels, image, background, &mut reading),
    };
    s.reading = reading;
    sum
}

/// Adds up pixel by pixel, where some are clipped or have a value that is not their own.
fn of_sample(visit: &Visit<'_>, mut settled: Settled, s: &mut Scratch) -> Result<Total> {
    let extras = Extras { weights: true, sigma: visit.images.sigma.as_ref(), places: false };
    visit.sample(&mut settled, s, extras)?;
    if s.sample.sigmas.iter().any(|sigma| !sigma.is_finite()) {
        settled.flags |= flags::NON_FINITE_ERROR;
    }
    visit.clip_sample(s);
    let Sample { values, weights, sigmas, .. } = &s.sample;
    let variance = match visit.images.sigma {
        Some(_) => reduce::weighted(weights, sigmas, |w, s| w * s * (w * s)),
        None => 0.0,
    };
    Ok(Total {
        sum: reduce::weighted(weights, values, |w, v| w * v),
        area: reduce::weighted(weights, weights, |w, _| w),
        variance,
        flags: settled.flags,
    })
}
