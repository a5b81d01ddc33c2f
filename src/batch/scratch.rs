//! The buffers of a thread. They are kept from source to source and from call to call.

use crate::error::Result;
use crate::geometry::Outline;
use crate::image::{Near, Reading, View, exclude, exclude_where};
use crate::raster::{Coverage, Run, Scanner};
use crate::reduce::{ClipScratch, Pixels, Sample, Selection};
use std::cell::Cell;

/// More elements than this are given back after a call: one huge aperture must not hold its memory for ever. Those of small windows
/// are fewer.
const KEEP: usize = 1 << 17;

/// What one thread needs to measure a source.
#[derive(Debug, Default)]
pub struct Scratch {
    pub scanner: Scanner,
    pub coverage: Coverage,
    pub outline: Outline,
    pub kept: Vec<Run>,
    pub spare: Vec<Run>,
    pub reading: Reading,
    pub near: Near,
    pub near_errors: Near,
    pub sample: Sample,
    pub work: Vec<f64>,
    pub selection: Selection,
    pub clip: ClipScratch,
}

impl Scratch {
    /// Puts the runs without the pixels that are set in a mask into `kept`, and tells whether there was a mask.
    #[inline(always)]
    pub fn exclude<'a>(&mut self, masks: impl Iterator<Item = &'a View<'a>>) -> Result<bool> {
        let window = self.coverage.window();
        let (mut runs, mut masked) = (self.coverage.runs(), false);
        for mask in masks {
            exclude(runs, &window, mask, &mut self.reading, &mut self.spare)?;
            std::mem::swap(&mut self.spare, &mut self.kept);
            (runs, masked) = (&self.kept, true);
        }
        Ok(masked)
    }

    /// The runs that count: the coverage's own, or what is left of them in `kept`.
    #[inline(always)]
    pub fn pixels(&self, thinned: bool) -> Pixels<'_> {
        let runs = if thinned { &self.kept } else { self.coverage.runs() };
        Pixels { runs, weights: self.coverage.weights(), window: self.coverage.window() }
    }

    /// Takes the pixels of an image that `asked` is true of out of the runs that count, and tells how many those were.
    pub fn leave_out(
        &mut self,
        thinned: &mut bool,
        image: &View<'_>,
        asked: impl Fn(f64) -> bool,
    ) -> Result<usize> {
        let Self { coverage, kept, spare, reading, .. } = self;
        let runs = if *thinned { &kept[..] } else { coverage.runs() };
        let before = count(runs);
        exclude_where(runs, &coverage.window(), image, asked, reading, spare)?;
        std::mem::swap(spare, kept);
        *thinned = true;
        Ok(before - count(kept))
    }

    fn trim(&mut self) {
        self.scanner.trim(KEEP);
        self.coverage.trim(KEEP);
        for runs in [&mut self.kept, &mut self.spare] {
            runs.clear();
            runs.shrink_to(KEEP);
        }
        self.reading.trim(KEEP);
        self.sample.trim(KEEP);
        self.work.clear();
        self.work.shrink_to(KEEP);
        self.selection.trim(KEEP);
        self.clip.trim(KEEP);
    }
}

/// The number of pixels.
pub(super) fn count(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.len).sum()
}

/// Calls `f` with the buffers of this thread. They are put back only after a success: what an error or a panic leaves
/// in them is thrown away.
pub(super) fn with_scratch<R>(f: impl FnOnce(&mut Scratch) -> Result<R>) -> Result<R> {
    thread_local! {
        // Boxed, as they are taken out and put back whole; nothing while they are in use, or before.
        static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
    }
    let mut scratch = SCRATCH.take().unwrap_or_default();
    let result = f(&mut scratch)?;
    scratch.trim();
    SCRATCH.set(Some(scratch));
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn what_fails_leaves_nothing_behind() {
        let leave = |fail: bool| {
            with_scratch(|scratch| {
                assert!(scratch.kept.capacity() == 0, "clean");
                scratch.kept.reserve(1);
                if fail { Err(Error::OutOfMemory("a test")) } else { Ok(()) }
            })
        };
        assert!(leave(true).is_err());
        assert!(leave(false).is_ok());
        assert!(std::panic::catch_unwind(|| leave(true)).is_err(), "the buffer of the success is there");
        assert!(leave(false).is_ok(), "and gone after the panic");
    }
}
