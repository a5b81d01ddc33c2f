//! The pixels of a source that count as a list of values, for statistics, clipping and corrected neighbours.

use super::flags;
use super::scratch::Scratch;
use super::settle::Settled;
use super::visit::Visit;
use crate::error::Result;
use crate::image::{View, is_neighbour};
use crate::reduce::{self, Extras};

impl Visit<'_> {
    /// Takes the pixels that count into the sample: all finite if the rules say so, neighbours corrected, not yet clipped.
    pub fn sample(&self, settled: &mut Settled, s: &mut Scratch, extras: Extras<'_>) -> Result<()> {
        let Some(image) = self.images.planes.first() else { return Ok(()) };
        let corrected = self.corrects();
        let extras = Extras { places: extras.places || corrected, ..extras };
        let take = |s: &mut Scratch, thinned: bool| {
            let (mut sample, mut reading) = (std::mem::take(&mut s.sample), std::mem::take(&mut s.reading));
            sample.take(s.pixels(thinned), image, self.background, &extras, &mut reading);
            (s.sample, s.reading) = (sample, reading);
        };
        take(s, settled.thinned);
        if self.rules.finite && !s.sample.is_finite() {
            self.leave_out_non_finite(settled, s)?;
            take(s, settled.thinned);
        }
        if corrected {
            self.correct(settled, s, image);
        }
        Ok(())
    }

    /// Takes the values that count into the sample, if wanted with their `places`, and clips them.
    pub fn clipped_sample(&self, places: bool, s: &mut Scratch) -> Result<Settled> {
        let settled = self.settled_sample(places, s)?;
        self.clip_sample(s);
        Ok(settled)
    }

    fn settled_sample(&self, places: bool, s: &mut Scratch) -> Result<Settled> {
        let outside = self.scan(s)?;
        if !places && self.images.segmentation.is_none() && s.coverage.dense().is_some() {
            if let Some(settled) = self.dense_sample(outside, s) {
                return Ok(settled);
            }
            // The weights of masked pixels are gone: from the beginning.
            self.scan(s)?;
        }
        let mut settled = self.settle(outside, s)?;
        self.sample(&mut settled, s, Extras { places, ..Extras::default() })?;
        Ok(settled)
    }

    /// The same for dense coverage, unless something is found that needs a closer look.
    fn dense_sample(&self, outside: bool, s: &mut Scratch) -> Option<Settled> {
        let Scratch { coverage, reading, sample, .. } = s;
        let (mut dense, image) = (coverage.dense()?, self.images.planes.first()?);
        let masked = self.images.exclude_dense(&mut dense, reading);
        sample.take_dense(&dense, image, self.background, reading);
        let usable = sample.values.len();
        let flags = flags::of_dense(outside, masked);
        let complete = usable > 0 && (!self.rules.finite || sample.is_finite());
        complete.then_some(Settled { flags, thinned: false, usable })
    }

    /// Gives neighbours' pixels the value at the other side of the source.
    fn correct(&self, settled: &mut Settled, s: &mut Scratch, image: &View<'_>) {
        let Some(segmentation) = &self.images.segmentation else { return };
        let Some(label) = segmentation.label(self.index) else { return };
        let window = s.coverage.window();
        // Half a pixel is rounded away from zero.
        let centre = [self.place.at.x.round() as i64, self.place.at.y.round() as i64];
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
                && self.images.masks.iter().all(|mask| at(mask, x, y) == 0.0)
                && (!self.rules.finite || at(image, x, y).is_finite());
            if *usable {
                sample.values[i] = at(image, x, y) - self.background;
                if let Some(sigma) = &self.images.sigma
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
    pub fn clip_sample(&self, s: &mut Scratch) {
        if let Some(clip) = &self.rules.clip {
            let bounds = clip.bounds(&s.sample.values, &mut s.clip);
            s.sample.retain(|_, value| reduce::is_within(value, bounds));
        }
    }
}
