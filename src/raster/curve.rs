//! Monotone pieces in cell coordinates, many points at a time.

use crate::geometry::{Arc, Chords, Line, Point};
use pulp::Simd;

/// A piece of an outline whose source has its place.
pub(super) trait Curve {
    fn ends(&self) -> (Point, Point);
    /// Its x at many y. Beyond its ends this is anything.
    fn x_at<S: Simd>(&self, simd: S, y: S::f64s) -> S::f64s;
    /// Its y at many x.
    fn y_at<S: Simd>(&self, simd: S, x: S::f64s) -> S::f64s;
    /// Signed area between chords (dx, dy) and the curve, positive where the curve encloses more.
    fn slivers<S: Simd>(&self, simd: S, dx: S::f64s, dy: S::f64s) -> S::f64s;
}

/// A straight piece.
pub(super) struct PlacedLine {
    p: Point,
    q: Point,
    dx_dy: f64,
    dy_dx: f64,
}

impl PlacedLine {
    #[inline(always)]
    pub fn new(line: &Line, centre: Point) -> Self {
        let (dx, dy) = (line.q.x - line.p.x, line.q.y - line.p.y);
        // A level one has all of its x at one y: any will do, but NaN.
        let dx_dy = if dy == 0.0 { 0.0 } else { dx / dy };
        Self { p: line.p + centre, q: line.q + centre, dx_dy, dy_dx: dy / dx }
    }
}

impl Curve for PlacedLine {
    #[inline(always)]
    fn ends(&self) -> (Point, Point) {
        (self.p, self.q)
    }

    #[inline(always)]
    fn x_at<S: Simd>(&self, simd: S, y: S::f64s) -> S::f64s {
        let along = simd.mul_f64s(simd.sub_f64s(y, simd.splat_f64s(self.p.y)), simd.splat_f64s(self.dx_dy));
        simd.add_f64s(simd.splat_f64s(self.p.x), along)
    }

    #[inline(always)]
    fn y_at<S: Simd>(&self, simd: S, x: S::f64s) -> S::f64s {
        let along = simd.mul_f64s(simd.sub_f64s(x, simd.splat_f64s(self.p.x)), simd.splat_f64s(self.dy_dx));
        simd.add_f64s(simd.splat_f64s(self.p.y), along)
    }

    #[inline(always)]
    fn slivers<S: Simd>(&self, simd: S, _: S::f64s, _: S::f64s) -> S::f64s {
        simd.splat_f64s(0.0)
    }
}

/// A piece of an ellipse.
pub(super) struct PlacedArc<'a> {
    arc: &'a Arc,
    p: Point,
    q: Point,
    centre: Point,
}

impl<'a> PlacedArc<'a> {
    #[inline(always)]
    pub fn new(arc: &'a Arc, centre: Point) -> Self {
        Self { arc, p: arc.p + centre, q: arc.q + centre, centre: arc.centre + centre }
    }
}

impl PlacedArc<'_> {
    #[inline(always)]
    pub fn chords(&self) -> Chords {
        self.arc.axes.chords(self.arc.turn)
    }

    #[inline(always)]
    pub fn has_long_chords(&self) -> bool {
        self.arc.axes.has_long_chords()
    }
}

impl Curve for PlacedArc<'_> {
    #[inline(always)]
    fn ends(&self) -> (Point, Point) {
        (self.p, self.q)
    }

    #[inline(always)]
    fn x_at<S: Simd>(&self, simd: S, y: S::f64s) -> S::f64s {
        let t = simd.sub_f64s(y, simd.splat_f64s(self.centre.y));
        simd.add_f64s(simd.splat_f64s(self.centre.x), self.arc.over_y.at_many(simd, t))
    }

    #[inline(always)]
    fn y_at<S: Simd>(&self, simd: S, x: S::f64s) -> S::f64s {
        let t = simd.sub_f64s(x, simd.splat_f64s(self.centre.x));
        simd.add_f64s(simd.splat_f64s(self.centre.y), self.arc.over_x.at_many(simd, t))
    }

    #[inline(always)]
    fn slivers<S: Simd>(&self, simd: S, dx: S::f64s, dy: S::f64s) -> S::f64s {
        self.chords().slivers::<S, true>(simd, dx, dy)
    }
}
