//! The pill: a rectangle with a half ellipse on either end.

use super::oval::half_extents;
use super::{Extents, Outline, Oval, Point, Rotation, Shape, Simple, Ties};
use std::f64::consts::PI;

/// An open pill around the source: the centres of its caps lie `w` apart along its own u axis; the caps have the
/// semi-axis `a` along u and `b` along v.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pill {
    half_w: f64,
    a: f64,
    b: f64,
    rotation: Rotation,
}

impl Pill {
    /// Where the cap's centre lies from the source: the other one is opposite.
    fn cap(&self) -> Point {
        self.rotation.to_image(Point::new(self.half_w, 0.0))
    }

    /// How far the pill reaches in the direction of the unit vector `n`.
    fn reach(&self, n: Point) -> f64 {
        let own = self.rotation.to_own(n);
        self.half_w * own.x.abs() + (self.a * own.x).hypot(self.b * own.y)
    }
}

impl Shape for Pill {
    fn extents(&self) -> Extents {
        let (width, height) = half_extents(self.a, self.b, self.rotation);
        let cap = self.cap();
        Extents::symmetric(cap.x.abs() + width, cap.y.abs() + height)
    }

    fn area(&self) -> f64 {
        4.0 * self.half_w * self.b + PI * self.a * self.b
    }

    #[inline]
    fn contains(&self, p: Point) -> bool {
        let own = self.rotation.to_own(p);
        let (u, v) = ((own.x.abs() - self.half_w).max(0.0) / self.a, own.y / self.b);
        u * u + v * v < 1.0
    }

    fn outline(&self, out: &mut Outline) {
        let (cap, side) = (self.cap(), self.rotation.to_image(Point::new(0.0, self.b)));
        let (low_right, high_right) = (cap + -side, cap + side);
        let (high_left, low_left) = (-low_right, -high_right);
        out.arc(&Oval::new(self.a, self.b, self.rotation, cap), low_right, high_right);
        out.line(high_right, high_left);
        out.arc(&Oval::new(self.a, self.b, self.rotation, -cap), high_left, low_left);
        out.line(low_left, low_right);
    }
}

impl Simple for Pill {
    const SIZES: &'static [&'static str] = &["w", "a", "b"];
    const ALL_SMALLER: bool = true;
    const ROTATES: bool = true;

    fn build(sizes: &[f64], rotation: Rotation, _: Ties) -> Self {
        Self { half_w: 0.5 * sizes[0], a: sizes[1], b: sizes[2], rotation }
    }

    fn encloses(&self, inner: &Self) -> bool {
        if self.rotation == inner.rotation {
            return inner.half_w <= self.half_w && inner.a <= self.a && inner.b <= self.b;
        }
        // Both are convex, so inside is what reaches less far in every direction; and both have a centre of symmetry,
        // so half a turn of directions will do.
        let margin = |angle: f64| {
            let (sin, cos) = angle.sin_cos();
            let n = Point::new(cos, sin);
            self.reach(n) - inner.reach(n)
        };
        let search = Search { margin, size: self.half_w + self.a + self.b };
        let mut budget = 10_000;
        search.never_negative((0.0, (search.margin)(0.0)), (PI, (search.margin)(PI)), &mut budget)
    }
}

/// A search for a negative value of a function that changes by at most `2·size` per unit; a rounding of `size` does
/// not count.
struct Search<F> {
    margin: F,
    size: f64,
}

impl<F: Fn(f64) -> f64> Search<F> {
    /// Whether there is none between two points (x, value). Splits where there might be one. If that takes more than
    /// `budget` evaluations the two shapes are too much alike to tell, and the answer is no.
    fn never_negative(&self, from: (f64, f64), to: (f64, f64), budget: &mut u32) -> bool {
        let width = to.0 - from.0;
        if 0.5 * (from.1 + to.1) >= self.size * width {
            return true;
        }
        if from.1.min(to.1) < -super::annulus::TOUCH * self.size || *budget == 0 {
            return false;
        }
        // What could stick out of so narrow a range has no area above rounding.
        if width < 1e-9 {
            return true;
        }
        *budget -= 1;
        let middle = 0.5 * (from.0 + to.0);
        let middle = (middle, (self.margin)(middle));
        self.never_negative(from, middle, budget) && self.never_negative(middle, to, budget)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encloses_by_reach() {
        let pill = |w, a, b, theta| Pill::build(&[w, a, b], Rotation::new(theta, Ties::Native), Ties::Native);
        assert!(pill(6.0, 4.0, 4.0, 0.5).encloses(&pill(3.0, 1.5, 1.5, 0.3)));
        assert!(pill(6.0, 4.0, 4.0, 0.0).encloses(&pill(5.0, 1.0, 3.9, 1.5)));
        assert!(!pill(6.0, 2.0, 2.0, 0.0).encloses(&pill(5.0, 1.0, 1.9, 1.5)));
        // As close as sizes can be, at once.
        assert!(pill(6.0, 4.0, 4.0, 0.3).encloses(&pill(6.0 - 1e-13, 4.0 - 1e-13, 4.0 - 1e-13, 0.3)));
        // The corner between side and cap, by a hair.
        assert!(pill(6.0, 2.0, 2.0, 0.0).encloses(&pill(5.9, 1.9, 1.999, 0.0)));
        assert!(!pill(6.0, 2.0, 2.0, 0.0).encloses(&pill(5.9, 1.9, 1.999, 0.001)));
    }
}
