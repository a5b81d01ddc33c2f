//! Shapes and their outlines. Pure geometry in f64: nothing here knows of images.
//!
//! A shape lives in local coordinates with its source at the origin, x to the right and y up. To add one,
//! write a file like `circle.rs` and register it in `any.rs`; the annulus of it comes for free.

mod annulus;
mod any;
mod bands;
mod circle;
mod combine;
mod compound;
mod contour;
mod ellipse;
mod meet;
mod outline;
mod oval;
mod path;
mod piece;
mod pill;
mod polygon;
mod rect;
mod rings;
mod rotation;
mod rule;
mod wedge;

pub use annulus::Annulus;
#[cfg(feature = "python")]
pub(crate) use any::table_of_shapes;
pub use any::{AnyShape, Kind, MAX_PARAMETERS};
pub use circle::Circle;
pub use compound::{Compound, Member};
pub use ellipse::Ellipse;
pub use outline::Outline;
pub use oval::Oval;
pub(crate) use oval::{Branch, Chords, branches};
pub use path::{EdgeRule, FillRule, Path};
pub use piece::{Arc, Line, Piece};
pub use pill::Pill;
pub use polygon::Polygon;
pub use rect::Rect;
pub use rotation::{Rotation, Ties};
pub use rule::{Rule, Truth};
pub use wedge::{Sector, Wedge};

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
    const NOWHERE: Self = Self::symmetric(f64::NEG_INFINITY, f64::NEG_INFINITY);

    /// The box whose corners are two points.
    pub(super) fn of(p: Point, q: Point) -> Self {
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
    pub(super) fn moved(&self, by: Point) -> Self {
        Self {
            xmin: self.xmin + by.x,
            xmax: self.xmax + by.x,
            ymin: self.ymin + by.y,
            ymax: self.ymax + by.y,
        }
    }

    /// What is in both, if they meet.
    pub(super) fn common(&self, other: &Self) -> Option<Self> {
        let common = Self {
            xmin: self.xmin.max(other.xmin),
            xmax: self.xmax.min(other.xmax),
            ymin: self.ymin.max(other.ymin),
            ymax: self.ymax.min(other.ymax),
        };
        (common.xmin <= common.xmax && common.ymin <= common.ymax).then_some(common)
    }

    /// The box around both.
    pub(super) fn around(&self, other: &Self) -> Self {
        Self {
            xmin: smaller(self.xmin, other.xmin),
            xmax: larger(self.xmax, other.xmax),
            ymin: smaller(self.ymin, other.ymin),
            ymax: larger(self.ymax, other.ymax),
        }
    }

    /// Whether all of its numbers are finite.
    pub(super) fn is_finite(&self) -> bool {
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

/// A region of the plane with an area, in coordinates relative to its source.
pub trait Shape: Sync {
    /// The tight box.
    fn extents(&self) -> Extents;

    /// The analytic area.
    fn area(&self) -> f64;

    /// The area that what is too little to count is measured by: that of the shape, or of something larger around it.
    fn bulk(&self) -> f64 {
        self.area()
    }

    /// Whether the point belongs to the shape. The edge rule (open or closed, and the fill rule of a path) is
    /// the shape's own and is decided here and nowhere else: `center` and `subpixel` obey it to the letter.
    fn contains(&self, p: Point) -> bool;

    /// The same for one of several samples of a pixel. Only photutils' polygons have another rule for it.
    fn contains_sample(&self, p: Point) -> bool {
        self.contains(p)
    }

    /// How many samples in a row at `y` do.
    fn samples_in_row(&self, xs: &[f64], y: f64) -> usize {
        xs.iter().map(|&x| usize::from(self.contains_sample(Point::new(x, y)))).sum()
    }

    /// Writes 1 for each point of a row at `y` that belongs to the shape, and 0 for the others.
    #[inline(always)]
    fn write_inside(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        for (inside, &x) in out.iter_mut().zip(xs) {
            *inside = f64::from(u8::from(self.contains(Point::new(x, y))));
        }
    }

    /// Appends the closed contours, counter-clockwise around what is inside.
    fn outline(&self, out: &mut Outline);

    /// How its pixels are found best. A shape need not say anything: along its outline is always right.
    fn cover(&self) -> Cover<'_> {
        Cover::Outline { slow_to_ask: false }
    }
}

/// How the pixels of a shape are found best.
#[derive(Debug, Clone, Copy)]
pub enum Cover<'a> {
    /// Along the outline, which is made when it is needed.
    Outline {
        /// Whether to ask about a point takes more than a few operations.
        slow_to_ask: bool,
    },
    /// Along an outline that the shape keeps. To ask about a point is slow.
    Kept {
        /// That outline.
        outline: &'a Outline,
        /// Whether box and samples are those of photutils' polygons, for which it has other words.
        polygon: bool,
    },
    /// By the crossings of a disc or an ellipse, and of another that is a hole in it, with the grid lines.
    Ring {
        /// What bounds it.
        outer: Round,
        /// What bounds the hole.
        hole: Option<Round>,
        /// The circles that decide about points, if circles do.
        circles: Option<(Circle, Option<Circle>)>,
    },
}

impl Cover<'_> {
    /// Whether to ask about a point takes more than a few operations.
    #[inline(always)]
    pub fn is_slow_to_ask(&self) -> bool {
        matches!(self, Self::Kept { .. } | Self::Outline { slow_to_ask: true })
    }

    /// Whether photutils has box and samples of its own for it.
    #[inline(always)]
    pub fn is_polygon(&self) -> bool {
        matches!(self, Self::Kept { polygon: true, .. })
    }
}

/// A circle of some radius, or an ellipse of some semi-axes, turned, around the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Round {
    /// Radius.
    Circle(f64),
    /// Semi-axes and rotation.
    Ellipse(f64, f64, Rotation),
}

/// A simple shape given by some sizes and, perhaps, an angle: what the registry and `Annulus` need to know.
pub trait Simple: Shape + Sized {
    /// Names of the sizes, in the order of the constructor.
    const SIZES: &'static [&'static str];
    /// Whether every inner size of an annulus must be smaller than its outer one, or at least one.
    const ALL_SMALLER: bool;
    /// Whether an angle `theta` follows the sizes.
    const ROTATES: bool;

    /// The shape of these sizes, which the caller has validated.
    fn build(sizes: &[f64], rotation: Rotation, ties: Ties) -> Self;

    /// Whether the concentric `inner` lies within `self`; touching is allowed.
    fn encloses(&self, inner: &Self) -> bool;

    /// The area of `self` without the enclosed `inner`.
    fn area_without(&self, inner: &Self) -> f64 {
        self.area() - inner.area()
    }
}
