//! The pixels of a source that count, after all rules of a survey.

use super::scratch::Scratch;
use super::survey::{Settled, Survey, flags};
use super::visit::Visit;
use crate::error::Result;
use crate::image::{View, is_neighbour};
use crate::reduce::{self, Extras};

impl Survey<'_> {
    /// Takes the pixels that count, all finite, neighbours corrected, not yet clipped, into the sample.
    pub(super) fn sample(
        &self,
        visit: &Visit<'_>,
        settled: &mut Settled,
        s: &mut Scratch,
        extras: Extras<'_>,
    ) -> Result<()> {
        let Some(image) = self.job.planes.first() else { return Ok(()) };
        let corrected = self.corrects(visit.index);
        let extras = Extras { places: extras.places || corrected, ..extras };
        let background = self.background_of(visit.index);
        let take = |s: &mut Scratch, thinned: bool| {
            let (mut sample, mut reading) = (std::mem::take(&mut s.sample), std::mem::take(&mut s.reading));
            sample.take(s.pixels(thinned), image, background, &extras, &mut reading);
            (s.sample, s.reading) = (sample, reading);
        };
        take(s, settled.thinned);
        if self.finite && !s.sample.is_finite() {
            self.leave_out_non_finite(settled, s)?;
            take(s, settled.thinned);
        }
        if corrected {
            self.correct(visit, settled, s, image);
        }
        Ok(())
    }

    /// Applies all rules but the clipping, and takes the pixels that count into the sample, if wanted with their `places`.
    pub(super) fn settled_sample(&self, visit: &Visit<'_>, places: bool, s: &mut Scratch) -> Result<Settled> {
        let outside = self.scan(visit, s)?;
        if !places && self.segmentation.is_none() && s.coverage.dense().is_some() {
            if let Some(settled) = self.dense_sample(visit, outside, s) {
                return Ok(settled);
            }
            // What is masked is gone: from the beginning.
            self.scan(visit, s)?;
        }
        let mut settled = self.settle_scanned(visit, outside, s, self.segmentation.is_some())?;
        self.sample(visit, &mut settled, s, Extras { places, ..Extras::default() })?;
        Ok(settled)
    }

    /// The same for dense coverage, if nothing is found that has to be looked at more closely.
    fn dense_sample(&self, visit: &Visit<'_>, outside: bool, s: &mut Scratch) -> Option<Settled> {
        let Scratch { coverage, reading, sample, .. } = s;
        let (mut dense, image) = (coverage.dense()?, self.job.planes.first()?);
        let masked = self.job.exclude_dense(&mut dense, reading);
        sample.take_dense(&dense, image, self.background_of(visit.index), reading);
        let flags = flags::of_dense(outside, masked);
        let usable = sample.values.len();
        (usable > 0 && (!self.finite || sample.is_finite())).then_some(Settled {
            flags,
            thinned: false,
            usable,
        })
    }

    /// Gives neighbours' pixels the value at the other side of the source.
    fn correct(&self, visit: &Visit<'_>, settled: &mut Settled, s: &mut Scratch, image: &View<'_>) {
        let Some(segmentation) = &self.segmentation else { return };
        let Some(label) = segmentation.label(visit.index) else { return };
        let window = s.coverage.window();
        let background = self.background_of(visit.index);
        // Half a pixel is rounded away from zero.
        let centre = [visit.place.at.x.round() as i64, visit.place.at.y.round() as i64];
        let Scratch { sample, reading, .. } = s;
        let mut at = |view: &View<'_>, x: i64, y: i64| view.values(x, y, 1, reading)[0];
        let mut usable = vec![true; sample.values.len()];
        for (i, usable) in usable.iter_mut().enumerate() {
            let (x, y) = (window.x0 + sample.cols[i] as i64, window.y0 + sample.rows[i] as i64);
            if !is_neighbour(at(&segmentation.image, x, y), label) {
                continue;
            }
            settled.flags |= flags::NEIGHBOUR;
            let (x, y) = (2 * centre[0] - x, 2 * centre[1] - y);
            *usable = window.contains(x, y)
                && !is_neighbour(at(&segmentation.image, x, y), label)
                && self.job.masks.iter().all(|mask| at(mask, x, y) == 0.0)
                && (!self.finite || at(image, x, y).is_finite());
            if *usable {
                sample.values[i] = at(image, x, y) - background;
                if let Some((sigma, _)) = &self.job.sigma
                    && !sample.sigmas.is_empty()
                {
                    sample.sigmas[i] = at(sigma, x, y);
                }
            }
        }
        let before = sample.values.len();
        sample.retain(|i, _| usable[i]);
        settled.usable = sample.values.len();
        settled.raise(flags::UNCORRECTED, before - settled.usable);
        settled.raise(flags::ALL_MASKED, usize::from(before > 0 && settled.usable == 0));
    }

    /// Clips the sample.
    pub(super) fn clip_sample(&self, s: &mut Scratch) {
        if let Some(clip) = &self.clip {
            let bounds = clip.bounds(&s.sample.values, &mut s.clip);
            s.sample.retain(|_, value| reduce::is_within(value, bounds));
        }
    }
}
