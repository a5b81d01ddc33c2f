//! The wedge: what lies between two arcs of concentric circles.

use super::contour::{Circular, Contour, Edge};
use super::path::{EdgeRule, FillRule, Path, checked};
use super::{Cover, Extents, Outline, Oval, Point, Rotation, Shape, Ties};
use crate::error::{Error, Result};
use std::f64::consts::PI;

/// A wedge around the source. The inner arc belongs to it, the outer one does not.
#[derive(Debug, Clone, PartialEq)]
pub enum Wedge {
    /// Its sides point away from the source.
    Sector(Sector),
    /// The inner and the outer arc have different directions or widths, and straight lines join their ends.
    General(Box<Path>),
}

/// A part of a ring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sector {
    r_in: f64,
    r_out: f64,
    /// The directions of the sides: the sector runs counter-clockwise from the first to the second.
    right: Rotation,
    left: Rotation,
    width: f64,
}

/// One end of a wedge: an arc of this radius, of the full width `width` around the direction `theta`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End {
    pub r: f64,
    pub theta: f64,
    pub width: f64,
}

impl End {
    fn right(&self) -> Rotation {
        Rotation::new(self.theta - 0.5 * self.width, Ties::Native)
    }

    fn left(&self) -> Rotation {
        Rotation::new(self.theta + 0.5 * self.width, Ties::Native)
    }
}

fn at(direction: Rotation, r: f64) -> Point {
    Point::new(r * direction.cos, r * direction.sin)
}

impl Wedge {
    /// The wedge of validated ends.
    pub(super) fn build(inner: End, outer: End) -> Result<Self> {
        if inner.theta == outer.theta && inner.width == outer.width {
            return Ok(Self::Sector(Sector {
                r_in: inner.r,
                r_out: outer.r,
                right: inner.right(),
                left: inner.left(),
                width: inner.width,
            }));
        }
        let corner = |end: &End, direction: Rotation| at(direction, end.r);
        let arc = |end: &End, start, sweep| Circular { centre: Point::default(), r: end.r, start, sweep };
        let (right_in, right_out) = (corner(&inner, inner.right()), corner(&outer, outer.right()));
        let (left_in, left_out) = (corner(&inner, inner.left()), corner(&outer, outer.left()));
        let contour = Contour::new(vec![
            Edge::line(right_in, right_out),
            Edge {
                p: right_out,
                q: left_out,
                arc: Some(arc(&outer, outer.theta - 0.5 * outer.width, outer.width)),
            },
            Edge::line(left_out, left_in),
            Edge {
                p: left_in,
                q: right_in,
                arc: Some(arc(&inner, inner.theta + 0.5 * inner.width, -inner.width)),
            },
        ]);
        let invalid = |why| Error::InvalidContour { contour: "the contour of the wedge".to_owned(), why };
        let contour = checked(contour, FillRule::Nonzero).map_err(invalid)?;
        Path::new(contour, vec![], EdgeRule::Either, FillRule::Nonzero)
            .map(|path| Self::General(Box::new(path)))
    }
}

impl Sector {
    /// Whether a direction lies between the sides.
    #[inline]
    fn spans(&self, p: Point) -> bool {
        let left_of = |side: Rotation| side.cos * p.y - side.sin * p.x >= 0.0;
        // Both are asked, so that many points can be at once.
        let (right, left) = (left_of(self.right), left_of(self.left));
        if self.width <= PI { right & !left } else { right | !left }
    }
}

impl Shape for Sector {
    fn extents(&self) -> Extents {
        let mut outline = Outline::default();
        self.outline(&mut outline);
        outline.extents()
    }

    fn area(&self) -> f64 {
        0.5 * self.width * (self.r_out - self.r_in) * (self.r_out + self.r_in)
    }

    #[inline]
    fn contains(&self, p: Point) -> bool {
        let square = p.x * p.x + p.y * p.y;
        (square >= self.r_in * self.r_in) & (square < self.r_out * self.r_out) & self.spans(p)
    }

    fn outline(&self, out: &mut Outline) {
        let circle = |r| Oval::new(r, r, Rotation::NONE, Point::default());
        let (right_in, right_out) = (at(self.right, self.r_in), at(self.right, self.r_out));
        let (left_in, left_out) = (at(self.left, self.r_in), at(self.left, self.r_out));
        out.line(right_in, right_out);
        out.arc_by(&circle(self.r_out), right_out, left_out, self.width);
        out.line(left_out, left_in);
        out.backwards(|out| out.arc_by(&circle(self.r_in), right_in, left_in, self.width));
    }
}

impl Shape for Wedge {
    fn extents(&self) -> Extents {
        match self {
            Self::Sector(sector) => sector.extents(),
            Self::General(path) => path.extents(),
        }
    }

    fn area(&self) -> f64 {
        match self {
            Self::Sector(sector) => sector.area(),
            Self::General(path) => path.area(),
        }
    }

    fn contains(&self, p: Point) -> bool {
        match self {
            Self::Sector(sector) => sector.contains(p),
            Self::General(path) => path.contains(p),
        }
    }

    #[inline(always)]
    fn write_inside(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        match self {
            Self::Sector(sector) => sector.write_inside(xs, y, out),
            Self::General(path) => path.write_inside(xs, y, out),
        }
    }

    fn cover(&self) -> Cover<'_> {
        Cover::Outline { slow_to_ask: matches!(self, Self::General(_)) }
    }

    fn outline(&self, out: &mut Outline) {
        match self {
            Self::Sector(sector) => sector.outline(out),
            Self::General(path) => path.outline(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wedge(r_in: f64, r_out: f64, inner: (f64, f64), outer: (f64, f64)) -> Result<Wedge> {
        let end = |r, (theta, width)| End { r, theta, width };
        Wedge::build(end(r_in, inner), end(r_out, outer))
    }

    fn area(wedge: Result<Wedge>) -> f64 {
        wedge.map_or(f64::NAN, |wedge| wedge.area())
    }

    #[test]
    fn areas() {
        assert_eq!(area(wedge(3.0, 8.0, (0.3, 4.0), (0.3, 4.0))), 110.0);
        // Shoelace of the corners, and the circular segments.
        let shoelace = |r_in: f64, r_out: f64, inner: (f64, f64), outer: (f64, f64)| {
            let corner = |r: f64, angle: f64| (r * angle.cos(), r * angle.sin());
            let corners = [
                corner(r_in, inner.0 - 0.5 * inner.1),
                corner(r_out, outer.0 - 0.5 * outer.1),
                corner(r_out, outer.0 + 0.5 * outer.1),
                corner(r_in, inner.0 + 0.5 * inner.1),
            ];
            let twice: f64 =
                (0..4).map(|i| (corners[i], corners[(i + 1) % 4])).map(|(p, q)| p.0 * q.1 - p.1 * q.0).sum();
            let segment = |r: f64, width: f64| 0.5 * r * r * (width - width.sin());
            0.5 * twice + segment(r_out, outer.1) - segment(r_in, inner.1)
        };
        for (r_in, r_out, inner, outer) in [
            (3.0, 8.0, (0.0, 1.0), (0.0, 2.8)),
            (4.0, 8.0, (1.9, 2.4), (1.6, 2.7)),
            (3.0, 8.0, (0.0, 1.0), (0.4, 1.6)),
            (2.0, 9.0, (0.7, 4.5), (0.8, 4.4)),
        ] {
            let got = area(wedge(r_in, r_out, inner, outer));
            let expected = shoelace(r_in, r_out, inner, outer);
            assert!((got - expected).abs() < 1e-12, "{got} {expected}");
        }
        assert!((area(wedge(3.0, 8.0, (0.0, 1.0), (0.0, 2.8))) - 66.300).abs() < 1e-3);
    }

    #[test]
    fn crossed_sides_are_refused() {
        let error = wedge(3.0, 8.0, (0.0, 1.0), (PI, 1.0)).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.starts_with("the contour of the wedge must not cross itself"), "{error}");
    }

    #[test]
    fn a_sector_never_reaches_within_its_inner_radius() {
        let Ok(quarter) = wedge(2.0, 4.0, (0.0, 0.5 * PI), (0.0, 0.5 * PI)) else { panic!("legal") };
        assert!(!quarter.contains(Point::new(1.0, -1.0)) && !quarter.contains(Point::new(1.0, 1.0)));
        assert!(quarter.contains(Point::new(2.0, 0.0)) && !quarter.contains(Point::new(4.0, 0.0)));
    }
}
