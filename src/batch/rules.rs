//! Rules of a step: which unmasked pixels of a footprint count, and which background is subtracted.

use crate::reduce::Clip;

/// The rules of one step.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rules<'a> {
    /// Whether pixels without a finite value are left out.
    pub finite: bool,
    /// What is subtracted from every value.
    pub background: Background<'a>,
    /// Leaves out values far from the others.
    pub clip: Option<Clip>,
}

impl Rules<'_> {
    /// The background of a source that does not depend on a measurement.
    pub(super) fn given(&self, index: usize) -> f64 {
        match self.background {
            Background::Given(levels) => levels.get(index).copied().unwrap_or(0.0),
            Background::None | Background::Measured(..) => 0.0,
        }
    }
}

/// A level per pixel, for each source.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Background<'a> {
    /// 0.
    #[default]
    None,
    /// One value for each source.
    Given(&'a [f64]),
    /// What an earlier step has measured of the same source: the step and the name of its field.
    Measured(usize, &'a str),
}
