//! The annulus of any simple shape: an outer contour and, reversed, an inner one.

use super::{Extents, Outline, Point, Rotation, Shape, Simple, Ties};
use crate::error::{Error, Result};

/// How far, relative to its size, an inner shape may overlap the outer edge and still count as touching it:
/// a few roundings of a sine. What sticks out by so little has no area above rounding.
pub(super) const TOUCH: f64 = 1e-14;

/// What lies in the open `outer` and not in the open `inner`: the inner edge belongs to the annulus.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Annulus<S> {
    outer: S,
    inner: Option<S>,
}

impl<S: Simple> Annulus<S> {
    /// The annulus of validated sizes. An inner shape of size zero is no hole.
    pub(super) fn build(inner: (&[f64], Rotation), outer: (&[f64], Rotation), ties: Ties) -> Result<Self> {
        let shape = S::build(outer.0, outer.1, ties);
        let hole = inner.0.iter().all(|&size| size > 0.0).then(|| S::build(inner.0, inner.1, ties));
        match &hole {
            Some(hole) if !shape.encloses(hole) => Err(Error::InnerSticksOut),
            _ => Ok(Self { outer: shape, inner: hole }),
        }
    }
}

impl<S: Simple> Shape for Annulus<S> {
    fn extents(&self) -> Extents {
        self.outer.extents()
    }

    fn area(&self) -> f64 {
        self.inner.as_ref().map_or_else(|| self.outer.area(), |hole| self.outer.area_without(hole))
    }

    #[inline]
    fn contains(&self, p: Point) -> bool {
        self.outer.contains(p) && !self.inner.as_ref().is_some_and(|hole| hole.contains(p))
    }

    fn outline(&self, out: &mut Outline) {
        self.outer.outline(out);
        if let Some(hole) = &self.inner {
            out.hole(hole);
        }
    }

    fn as_ring(&self) -> Option<(f64, f64)> {
        let (_, r_out) = self.outer.as_ring()?;
        let r_in = self.inner.as_ref().map_or(Some(0.0), |hole| hole.as_ring().map(|(_, r)| r))?;
        Some((r_in, r_out))
    }
}
