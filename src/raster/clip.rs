//! A window in cell coordinates: what every way to a coverage is given.

use super::coverage::stride;
use super::window::{Place, Window};

/// A window in cell coordinates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clip {
    pub x_lo: f64,
    pub x_hi: f64,
    /// Number of columns. Far from the source x_hi − x_lo is something else.
    pub width: usize,
    /// And of those that are in memory, beyond the window as well.
    pub stride: usize,
    pub y_lo: i64,
    pub y_hi: i64,
}

impl Clip {
    /// The window as seen from its source.
    pub fn new(window: &Window, place: &Place) -> Self {
        let relative = |edge: i64, base: i64| edge.saturating_sub(base);
        Self {
            x_lo: relative(window.x0, place.base_x) as f64,
            x_hi: relative(window.x1, place.base_x) as f64,
            width: window.width(),
            stride: stride(window.width()),
            y_lo: relative(window.y0, place.base_y),
            y_hi: relative(window.y1, place.base_y),
        }
    }
}
