//! The rectangle.

use super::{Extents, Outline, Point, Rotation, Shape, Simple, Ties};

/// An open rectangle around the source: full width `w` along its own u axis, full height `h` along v.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    half_w: f64,
    half_h: f64,
    rotation: Rotation,
}

impl Rect {
    /// The corners, counter-clockwise.
    fn corners(&self) -> [Point; 4] {
        let (u, v) = (self.half_w, self.half_h);
        [(-u, -v), (u, -v), (u, v), (-u, v)].map(|(u, v)| self.rotation.to_image(Point::new(u, v)))
    }
}

impl Shape for Rect {
    fn extents(&self) -> Extents {
        let (cos, sin) = (self.rotation.cos.abs(), self.rotation.sin.abs());
        Extents::symmetric(self.half_w * cos + self.half_h * sin, self.half_w * sin + self.half_h * cos)
    }

    fn area(&self) -> f64 {
        4.0 * self.half_w * self.half_h
    }

    #[inline]
    fn contains(&self, p: Point) -> bool {
        let own = self.rotation.to_own(p);
        // Both are asked, so that many points can be at once.
        (own.x.abs() < self.half_w) & (own.y.abs() < self.half_h)
    }

    fn outline(&self, out: &mut Outline) {
        out.polygon(&self.corners());
    }
}

impl Simple for Rect {
    const SIZES: &'static [&'static str] = &["w", "h"];
    const ALL_SMALLER: bool = false;
    const ROTATES: bool = true;

    fn build(sizes: &[f64], rotation: Rotation, _: Ties) -> Self {
        Self { half_w: 0.5 * sizes[0], half_h: 0.5 * sizes[1], rotation }
    }

    fn encloses(&self, inner: &Self) -> bool {
        // In the frame of the outer one: with equal angles sin is exactly 0.
        let Rotation { cos, sin } = inner.rotation.relative_to(self.rotation);
        let (cos, sin, slack) = (cos.abs(), sin.abs(), 1.0 + super::annulus::TOUCH);
        inner.half_w * cos + inner.half_h * sin <= self.half_w * slack
            && inner.half_w * sin + inner.half_h * cos <= self.half_h * slack
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encloses_by_corners() {
        let rect = |w, h, theta| Rect::build(&[w, h], Rotation::new(theta, Ties::Native), Ties::Native);
        assert!(rect(12.0, 9.0, -0.5).encloses(&rect(4.0, 2.0, 0.3)));
        assert!(rect(4.0, 3.0, 0.7).encloses(&rect(4.0, 2.0, 0.7)));
        assert!(!rect(4.0, 3.0, 0.7).encloses(&rect(4.0, 2.0, 0.8)));
        for k in 0..300 {
            let theta = 0.021 * f64::from(k);
            assert!(rect(1000.0, 1.0, theta).encloses(&rect(500.0, 1.0, theta)), "{theta}");
        }
    }
}
