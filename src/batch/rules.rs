//! Rules of a step: which unmasked pixels of a footprint count, and which background is subtracted.

use crate::error::{Error, Result};
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
    /// Insists on one level for each of `n` sources, if levels are given.
    pub(super) fn check(&self, n: usize) -> Result<()> {
        match self.background {
            Background::Given(levels) => one_each("background", levels.len(), n),
            Background::None | Background::Measured(..) => Ok(()),
        }
    }
}

/// Insists on one value for each of `n` sources.
pub(super) fn one_each(name: &str, got: usize, n: usize) -> Result<()> {
    if got == n { Ok(()) } else { Err(Error::Length { name: name.to_owned(), expected: n, got }) }
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

/// A background, and where to find it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Level<'a> {
    Zero,
    Given(&'a [f64]),
    /// In the numbers of the source.
    At(usize),
}

impl<'a> Level<'a> {
    /// `place_of` tells where a field of an earlier step stands.
    pub fn of(background: Background<'a>, place_of: impl Fn(usize, &str) -> Result<usize>) -> Result<Self> {
        Ok(match background {
            Background::None => Self::Zero,
            Background::Given(levels) => Self::Given(levels),
            Background::Measured(step, name) => Self::At(place_of(step, name)?),
        })
    }

    #[inline(always)]
    pub fn get(self, index: usize, before: &[f64]) -> f64 {
        match self {
            Self::Zero => 0.0,
            Self::Given(levels) => levels[index],
            Self::At(k) => before[k],
        }
    }
}
