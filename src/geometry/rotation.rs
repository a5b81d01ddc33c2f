//! The angle of a shape, kept as its sine and cosine, and the rules for samples on an edge.

use super::Point;

/// Who decides about samples that lie on an edge: rounding does, so it matters in which words a rule is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// Our own rules. sin and cos of k·π/2 are 0 and ±1, so that a turned rectangle selects the pixels of its unturned
    /// twin; a sample is the pixel's number plus a fraction, minus the position.
    Native,
    /// photutils' arithmetic, so that its drop-in selects the same samples: sin and cos as they come, samples found
    /// by steps along the bounding box.
    Photutils,
}

/// A counter-clockwise rotation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rotation {
    /// Cosine of the angle.
    pub cos: f64,
    /// Sine of the angle.
    pub sin: f64,
}

impl Rotation {
    /// No rotation.
    pub const NONE: Self = Self { cos: 1.0, sin: 0.0 };

    /// The rotation by `theta` radians.
    pub fn new(theta: f64, ties: Ties) -> Self {
        let (sin, cos) = theta.sin_cos();
        // k·(π/2) in floating point is off by at most this much of the angle.
        let slack = 2.0 * f64::EPSILON * theta.abs().max(1.0);
        if ties == Ties::Native && sin.abs() < slack {
            Self { cos: cos.signum(), sin: 0.0 }
        } else if ties == Ties::Native && cos.abs() < slack {
            Self { cos: 0.0, sin: sin.signum() }
        } else {
            Self { cos, sin }
        }
    }

    /// The rotation that is left if `other` is undone first.
    pub fn relative_to(self, other: Self) -> Self {
        Self {
            cos: self.cos * other.cos + self.sin * other.sin,
            sin: self.sin * other.cos - self.cos * other.sin,
        }
    }

    /// From image axes to the shape's own axes (u, v).
    #[inline]
    pub fn to_own(self, p: Point) -> Point {
        Point::new(p.x * self.cos + p.y * self.sin, p.y * self.cos - p.x * self.sin)
    }

    /// From the shape's own axes to image axes.
    #[inline]
    pub fn to_image(self, p: Point) -> Point {
        Point::new(p.x * self.cos - p.y * self.sin, p.x * self.sin + p.y * self.cos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

    #[test]
    fn quarter_turns_are_exact() {
        for k in -40..=40 {
            let r = Rotation::new(f64::from(k) * FRAC_PI_2, Ties::Native);
            assert_eq!(r.cos.abs() + r.sin.abs(), 1.0, "k = {k}");
            assert_eq!(r.cos * r.sin, 0.0, "k = {k}");
        }
    }

    #[test]
    fn other_angles_are_left_alone() {
        for theta in [1e-9, FRAC_PI_4, FRAC_PI_2 + 1e-12] {
            assert_eq!(Rotation::new(theta, Ties::Native), Rotation::new(theta, Ties::Photutils));
        }
        assert_ne!(Rotation::new(FRAC_PI_2, Ties::Photutils).cos, 0.0);
    }
}
