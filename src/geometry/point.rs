//! Points, and boxes around shapes.

use crate::arithmetic::{larger, smaller};

/// A point or an offset, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Along the columns.
    pub x: f64,
    /// Along the rows.
    pub y: f64,
}

impl Point {
    /// The point (x, y).
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

impl std::fmt::Display for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({:?}, {:?})", self.x, self.y)
    }
}

impl std::ops::Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl std::ops::Neg for Point {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.x, -self.y)
    }
}

/// The tight box around a shape, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extents {
    /// Lowest x.
    pub xmin: f64,
    /// Highest x.
    pub xmax: f64,
    /// Lowest y.
    pub ymin: f64,
    /// Highest y.
    pub ymax: f64,
}

impl Extents {
    /// All of the plane.
    pub const EVERYWHERE: Self = Self::symmetric(f64::INFINITY, f64::INFINITY);

    /// None of the plane: what is put around it and another box is that box.
    pub(super) const NOWHERE: Self = Self::symmetric(f64::NEG_INFINITY, f64::NEG_INFINITY);

    /// The box whose corners are two points.
    pub(crate) fn of(p: Point, q: Point) -> Self {
        Self {
            xmin: smaller(p.x, q.x),
            xmax: larger(p.x, q.x),
            ymin: smaller(p.y, q.y),
            ymax: larger(p.y, q.y),
        }
    }

    /// The box that reaches `half_width` and `half_height` from the origin.
    pub const fn symmetric(half_width: f64, half_height: f64) -> Self {
        Self { xmin: -half_width, xmax: half_width, ymin: -half_height, ymax: half_height }
    }

    /// Whether the point is in it, give or take `slack`.
    pub(crate) fn holds(&self, p: Point, slack: f64) -> bool {
        (self.xmin - slack..=self.xmax + slack).contains(&p.x)
            && (self.ymin - slack..=self.ymax + slack).contains(&p.y)
    }

    /// The same box moved.
    pub(crate) fn moved(&self, by: Point) -> Self {
        Self {
            xmin: self.xmin + by.x,
            xmax: self.xmax + by.x,
            ymin: self.ymin + by.y,
            ymax: self.ymax + by.y,
        }
    }

    /// What is in both, if they meet.
    pub(crate) fn common(&self, other: &Self) -> Option<Self> {
        let common = Self {
            xmin: self.xmin.max(other.xmin),
            xmax: self.xmax.min(other.xmax),
            ymin: self.ymin.max(other.ymin),
            ymax: self.ymax.min(other.ymax),
        };
        (common.xmin <= common.xmax && common.ymin <= common.ymax).then_some(common)
    }

    /// The box around both.
    pub(crate) fn around(&self, other: &Self) -> Self {
        Self {
            xmin: smaller(self.xmin, other.xmin),
            xmax: larger(self.xmax, other.xmax),
            ymin: smaller(self.ymin, other.ymin),
            ymax: larger(self.ymax, other.ymax),
        }
    }

    /// Whether all of its numbers are finite.
    pub(crate) fn is_finite(&self) -> bool {
        [self.xmin, self.xmax, self.ymin, self.ymax].into_iter().all(f64::is_finite)
    }

    /// The smaller of width and height.
    pub fn thickness(&self) -> f64 {
        (self.xmax - self.xmin).min(self.ymax - self.ymin)
    }

    /// The larger of width and height.
    pub fn size(&self) -> f64 {
        (self.xmax - self.xmin).max(self.ymax - self.ymin)
    }
}
