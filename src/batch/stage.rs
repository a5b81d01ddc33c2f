//! What a step measures of a source.

use super::images::Images;
use super::rules::Rules;
use super::scratch::Scratch;
use super::visit::Visit;
use crate::error::Result;
use std::fmt::Debug;

/// What is measured of each source: so many numbers, from the pixels of its footprint.
///
/// A stage is one file in `stages`. It may use everything that a [`Visit`] tells, among them a background that an
/// earlier step has measured.
pub trait Stage: Debug + Send + Sync {
    /// Refuses images and rules that it cannot follow. Asked once, before anything is measured.
    fn check(&self, images: &Images<'_>, rules: &Rules<'_>) -> Result<()>;

    /// Its numbers, in order.
    fn fields(&self, images: &Images<'_>) -> Vec<Field>;

    /// Whether it adds up long runs, so that many large sources gain by sums of blocks.
    fn adds_up_runs(&self) -> bool {
        false
    }

    /// Measures one source. `out` has a place for each number, with zeros in it.
    fn measure(&self, visit: &Visit<'_>, scratch: &mut Scratch, out: &mut [f64]) -> Result<()>;
}

/// A number, or several of one name, that a stage writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub name: &'static str,
    /// How many numbers it has.
    pub width: usize,
    /// What they are where a source has no position, if they are integers; real numbers are NaN there.
    pub integer: Option<i64>,
}

impl Field {
    /// A real number.
    pub const fn number(name: &'static str) -> Self {
        Self { name, width: 1, integer: None }
    }

    /// A count or bits, which are `nowhere` without a position.
    pub const fn integer(name: &'static str, nowhere: i64) -> Self {
        Self { name, width: 1, integer: Some(nowhere) }
    }
}
