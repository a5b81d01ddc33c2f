//! The ellipse.

use super::oval::half_extents;
use super::{Cover, Extents, Outline, Point, Rotation, Round, Shape, Simple, Ties};
use std::f64::consts::PI;

/// An open ellipse around the source: semi-axis `a` along its own u axis, `b` along v.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipse {
    a: f64,
    b: f64,
    rotation: Rotation,
    ties: Ties,
}

impl Shape for Ellipse {
    fn extents(&self) -> Extents {
        let (half_width, half_height) = half_extents(self.a, self.b, self.rotation);
        Extents::symmetric(half_width, half_height)
    }

    fn area(&self) -> f64 {
        PI * self.a * self.b
    }

    #[inline]
    fn contains(&self, p: Point) -> bool {
        let own = self.rotation.to_own(p);
        if self.ties == Ties::Photutils {
            let (per_a2, per_b2) = (1.0 / (self.a * self.a), 1.0 / (self.b * self.b));
            return own.x * own.x * per_a2 + own.y * own.y * per_b2 < 1.0;
        }
        let (u, v) = (own.x / self.a, own.y / self.b);
        u * u + v * v < 1.0
    }

    fn outline(&self, out: &mut Outline) {
        out.ellipse(self.a, self.b, self.rotation);
    }

    fn cover(&self) -> Cover<'_> {
        let Self { a, b, rotation, .. } = *self;
        let outer = if a == b { Round::Circle(a) } else { Round::Ellipse(a, b, rotation) };
        Cover::Ring { outer, hole: None, decides: false }
    }
}

impl Simple for Ellipse {
    const SIZES: &'static [&'static str] = &["a", "b"];
    const ALL_SMALLER: bool = false;
    const ROTATES: bool = true;

    fn build(sizes: &[f64], rotation: Rotation, ties: Ties) -> Self {
        Self { a: sizes[0], b: sizes[1], rotation, ties }
    }

    fn encloses(&self, inner: &Self) -> bool {
        // Map the outer ellipse to the unit circle; the inner one is then M times the unit disc, and it is
        // inside if M's larger singular value is at most 1.
        let Rotation { cos, sin } = inner.rotation.relative_to(self.rotation);
        let (m00, m01) = (inner.a * cos / self.a, -inner.b * sin / self.a);
        let (m10, m11) = (inner.a * sin / self.b, inner.b * cos / self.b);
        let (e, f) = (0.5 * (m00 + m11), 0.5 * (m00 - m11));
        let (g, h) = (0.5 * (m10 + m01), 0.5 * (m10 - m01));
        e.hypot(h) + f.hypot(g) <= 1.0 + super::annulus::TOUCH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ellipse(a: f64, b: f64, theta: f64) -> Ellipse {
        Ellipse::build(&[a, b], Rotation::new(theta, Ties::Native), Ties::Native)
    }

    #[test]
    fn encloses_by_angle() {
        assert!(ellipse(6.0, 3.0, 0.3).encloses(&ellipse(6.0, 2.0, 0.3)));
        assert!(!ellipse(6.0, 3.0, 0.3).encloses(&ellipse(6.0, 2.0, 0.4)));
        assert!(ellipse(6.0, 3.0, 0.3).encloses(&ellipse(3.0, 2.0, 1.9)));
        assert!(!ellipse(6.0, 3.0, 0.0).encloses(&ellipse(5.0, 2.0, std::f64::consts::FRAC_PI_2)));
    }
}
