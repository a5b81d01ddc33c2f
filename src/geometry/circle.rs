//! The circle.

use super::{Cover, Extents, Outline, Point, Rotation, Round, Shape, Simple, Ties};
use std::f64::consts::PI;

/// An open disc around the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    r: f64,
}

impl Circle {
    /// A disc of this radius, which the caller has validated.
    pub fn new(r: f64) -> Self {
        Self { r }
    }

    /// Its radius.
    pub fn radius(&self) -> f64 {
        self.r
    }
}

impl Shape for Circle {
    fn extents(&self) -> Extents {
        Extents::symmetric(self.r, self.r)
    }

    fn area(&self) -> f64 {
        PI * self.r * self.r
    }

    #[inline]
    fn contains(&self, p: Point) -> bool {
        p.x * p.x + p.y * p.y < self.r * self.r
    }

    fn outline(&self, out: &mut Outline) {
        out.ellipse(self.r, self.r, Rotation::NONE);
    }

    fn cover(&self) -> Cover<'_> {
        Cover::Ring { outer: Round::Circle(self.r), hole: None, decides: true }
    }
}

impl Simple for Circle {
    const SIZES: &'static [&'static str] = &["r"];
    const ALL_SMALLER: bool = true;
    const ROTATES: bool = false;

    fn build(sizes: &[f64], _: Rotation, _: Ties) -> Self {
        Self { r: sizes[0] }
    }

    fn encloses(&self, inner: &Self) -> bool {
        inner.r <= self.r
    }

    fn area_without(&self, inner: &Self) -> f64 {
        // Factored, so that a thin ring keeps its digits.
        PI * (self.r - inner.r) * (self.r + inner.r)
    }
}
