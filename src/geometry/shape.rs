//! The trait of all shapes, and the ways in which a shape can be covered.

use super::outline::Outline;
use super::point::{Extents, Point};
use super::rotation::{Rotation, Ties};

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
        /// Whether a point is inside if it is inside the circles, to the letter of their rule for edges.
        decides: bool,
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

impl Outline {
    /// Appends the contours of `shape` reversed: it becomes a hole in what is there.
    pub fn hole(&mut self, shape: &impl Shape) {
        self.backwards(|out| shape.outline(out));
    }

    /// Appends the contours of `shape` with its origin at `offset`: a shape that is combined with another has
    /// its own place, and that place may differ from source to source.
    pub fn placed(&mut self, shape: &impl Shape, offset: Point) {
        self.elsewhere(|out| shape.outline(out), offset);
    }
}
