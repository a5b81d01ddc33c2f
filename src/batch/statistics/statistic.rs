//! What a statistic is.

use crate::batch::stage::Field;
use crate::reduce::{Sample, Selection};

/// No statistic needs more numbers of others.
pub const MOST_INPUTS: usize = 16;

/// Numbers that are computed of the values of a source.
///
/// To add one, write a file like `gini.rs` and a line in `ALL`.
#[derive(Debug, Clone, Copy)]
pub struct Statistic {
    /// What the numbers are called.
    pub fields: &'static [Field],
    /// Fields of other statistics that it is computed from, [`MOST_INPUTS`] numbers at most.
    pub needs: &'static [&'static str],
    /// Whether it needs the columns and rows of the pixels.
    pub places: bool,
    /// What its numbers are where no pixel is left.
    pub of_none: f64,
    /// Computes the numbers of one value at least. The inputs begin with what it needs, in that order.
    pub compute: fn(&mut Values<'_>, &[f64; MOST_INPUTS], &mut [f64]),
}

impl Statistic {
    /// What most of them have in common: they need values only.
    pub const OF_VALUES: Self =
        Self { fields: &[], needs: &[], places: false, of_none: f64::NAN, compute: |_, _, _| {} };
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
