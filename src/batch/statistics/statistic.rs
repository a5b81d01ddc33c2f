//! What a statistic is.

use crate::batch::stage::Field;
use crate::reduce::{Sample, Selection};
use std::fmt::Debug;

/// No statistic needs more numbers of others.
pub const MOST_INPUTS: usize = 16;

/// Numbers that are computed of the values of a source.
///
/// To add one, write a file like `gini.rs` and a line in `ALL`.
pub trait Statistic: Debug + Sync {
    /// What they are called.
    fn fields(&self) -> &'static [Field];

    /// Fields of other statistics that it is computed from, [`MOST_INPUTS`] numbers at most.
    fn needs(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it needs the columns and rows of the pixels.
    fn needs_places(&self) -> bool {
        false
    }

    /// What its numbers are where no pixel is left.
    fn of_none(&self) -> f64 {
        f64::NAN
    }

    /// Computes its numbers of one value at least. `inputs` begins with what it needs, in that order.
    fn compute(&self, values: &mut Values<'_>, inputs: &[f64; MOST_INPUTS], out: &mut [f64]);
}

/// The values of a source, and memory to work in.
#[derive(Debug)]
pub struct Values<'a> {
    /// The pixels, with their places if a statistic needs them.
    pub sample: &'a Sample,
    /// The median, if the clipping has found it.
    pub median: Option<f64>,
    /// For numbers.
    pub work: &'a mut Vec<f64>,
    /// For the selection of medians.
    pub selection: &'a mut Selection,
}
