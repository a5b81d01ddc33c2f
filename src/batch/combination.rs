//! Shapes that are combined at every source, each with its own parameters, at the source or at a place of its own.

use super::sources::{Column, Family, check_lengths};
use crate::error::{Error, Result};
use crate::geometry::{AnyShape, Compound, Kind, Member, Point, Rule, Ties};
use crate::parallel::Stop;
use std::sync::Arc;

/// A shape that takes part in a combination.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// What it is.
    pub shape: PartShape<'a>,
    /// Where in the image it stays; none if it is where the source is.
    pub stays: Option<Point>,
}

/// The shape of a part at each source.
#[derive(Debug, Clone)]
pub enum PartShape<'a> {
    /// By its parameters, which may differ from source to source.
    Numbers(Kind, Vec<Column<'a>>),
    /// The same everywhere.
    Ready(AnyShape),
}

/// Checked parts, and the rule that makes one shape of them.
#[derive(Debug, Clone)]
pub struct Combination<'a> {
    parts: Vec<(Recipe<'a>, Option<Point>)>,
    rule: Arc<Rule>,
}

#[derive(Debug, Clone)]
enum Recipe<'a> {
    Family(Family<'a>),
    Ready(AnyShape),
}

impl<'a> Combination<'a> {
    /// For `n` sources. All parameters are checked here.
    pub fn new(parts: Vec<Part<'a>>, rule: Arc<Rule>, n: usize, ties: Ties) -> Result<Self> {
        let checked = |part: Part<'a>| {
            let (kind, columns) = match part.shape {
                PartShape::Ready(shape) => return Ok((Recipe::Ready(shape), part.stays)),
                PartShape::Numbers(kind, columns) => (kind, columns),
            };
            check_lengths(kind, &columns, n, ties)?;
            let family = Family { kind, columns, ties };
            let recipe = if family.is_shared() {
                Recipe::Ready(family.build(0)?)
            } else {
                family.check(n)?;
                Recipe::Family(family)
            };
            Ok((recipe, part.stays))
        };
        Ok(Self { parts: parts.into_iter().map(checked).collect::<Result<_>>()?, rule })
    }

    /// Where the shape is that all sources have, if there is but one: anywhere, or at the only source.
    pub fn only_place(&self, positions: &[f64]) -> Option<Point> {
        let ready = self.parts.iter().all(|(recipe, _)| matches!(recipe, Recipe::Ready(_)));
        match *positions {
            _ if !ready => None,
            _ if self.parts.iter().all(|(_, stays)| stays.is_none()) => Some(Point::default()),
            [x, y] => Some(Point::new(x, y)),
            _ => None,
        }
    }

    /// The shape of source `i`, which is at `at`.
    pub fn build(&self, i: usize, at: Point, stop: Stop<'_>) -> Result<AnyShape> {
        let member = |(recipe, stays): &(Recipe<'_>, Option<Point>)| {
            let shape = match recipe {
                Recipe::Ready(shape) => shape.clone(),
                Recipe::Family(family) => family.build(i)?,
            };
            let offset = stays.map_or(Point::default(), |place| place + -at);
            Ok(Member { shape, stays: *stays, offset })
        };
        let members = self.parts.iter().map(member).collect::<Result<_>>()?;
        let compound = Compound::new_until(members, Arc::clone(&self.rule), stop).ok_or(Error::Stopped)?;
        Ok(AnyShape::Compound(Arc::new(compound)))
    }
}
