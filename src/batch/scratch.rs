//! The buffers of a thread. They are kept from source to source and from call to call.

use crate::geometry::Outline;
use crate::image::FlagScratch;
use crate::raster::{Coverage, Run, Scanner};
use std::cell::RefCell;

/// More elements than this are given back after a call: one huge aperture must not hold its memory for ever.
const KEEP: usize = 1 << 15;

/// What one thread needs to measure a source.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub scanner: Scanner,
    pub coverage: Coverage,
    pub outline: Outline,
    pub kept: Vec<Run>,
    pub values: Vec<f64>,
    pub flags: FlagScratch,
}

impl Scratch {
    fn trim(&mut self) {
        self.scanner.trim(KEEP);
        self.coverage.trim(KEEP);
        self.kept.clear();
        self.kept.shrink_to(KEEP);
        self.values.clear();
        self.values.shrink_to(KEEP);
        self.flags.trim(KEEP);
    }
}

/// Calls `f` with the buffers of this thread.
pub(super) fn with_scratch<R>(f: impl FnOnce(&mut Scratch) -> R) -> R {
    thread_local! {
        static SCRATCH: RefCell<Scratch> = RefCell::default();
    }
    SCRATCH.with_borrow_mut(|scratch| {
        let result = f(scratch);
        scratch.trim();
        result
    })
}
