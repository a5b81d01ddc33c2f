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
mod point;
mod polygon;
mod rect;
mod rings;
mod rotation;
mod rule;
mod shape;
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
pub use point::{Extents, Point};
pub use polygon::Polygon;
pub use rect::Rect;
pub use rotation::{Rotation, Ties};
pub use rule::{Rule, Truth};
pub use shape::{Cover, Round, Shape, Simple};
pub use wedge::{Sector, Wedge};
