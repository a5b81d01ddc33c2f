//! Pieces of contours, each monotone in x and in y: straight lines and parts of ellipses.

use super::Point;
use super::oval::{Axes, Branch, Oval};
use crate::arithmetic::{larger, smaller};

/// A piece of a contour that is monotone in x and in y, from `p` to `q`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    /// A straight line.
    Line(Line),
    /// A part of an ellipse within one of the four quadrants between its extremes.
    Arc(Arc),
}

/// A straight piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Start.
    pub p: Point,
    /// End.
    pub q: Point,
}

/// A monotone piece of an ellipse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// Start.
    pub p: Point,
    /// End.
    pub q: Point,
    /// Centre of the ellipse.
    pub centre: Point,
    /// The ellipse as a curve over y: x = k·dy ± s·sqrt(h² − dy²), the sign already in s.
    pub over_y: Branch,
    /// The ellipse as a curve over x: y = k·dx ± s·sqrt(h² − dx²), the sign already in s.
    pub over_x: Branch,
    /// The axes, to measure chords with.
    pub axes: Axes,
    /// +1 where the arc runs counter-clockwise around its centre, −1 where clockwise.
    pub turn: f64,
}

impl Piece {
    /// Where it starts and where it ends.
    pub fn ends(&self) -> (Point, Point) {
        match self {
            Self::Line(l) => (l.p, l.q),
            Self::Arc(a) => (a.p, a.q),
        }
    }

    /// Its x at a `y` between its ends.
    pub(super) fn x_at(&self, y: f64) -> f64 {
        let (p, q) = self.ends();
        let x = match self {
            Self::Line(_) => p.x + (y - p.y) * ((q.x - p.x) / (q.y - p.y)),
            Self::Arc(a) => a.centre.x + a.over_y.at(y - a.centre.y),
        };
        larger(smaller(p.x, q.x), smaller(x, larger(p.x, q.x)))
    }

    /// The part between two of its points, walked from `p` to `q`, upwards or downwards whichever way it went.
    pub(super) fn part(&self, p: Point, q: Point) -> Self {
        let (start, end) = self.ends();
        match self {
            Self::Line(_) => Self::Line(Line { p, q }),
            Self::Arc(a) => {
                let same_way = (end.y > start.y) == (q.y > p.y);
                Self::Arc(Arc { p, q, turn: if same_way { a.turn } else { -a.turn }, ..*a })
            }
        }
    }

    /// The area between the piece and the vertical line at `x`, positive where the piece goes up right of it.
    pub(super) fn area_beyond(&self, x: f64) -> f64 {
        let (p, q) = self.ends();
        let chord = 0.5 * ((p.x - x) + (q.x - x)) * (q.y - p.y);
        match self {
            Self::Line(_) => chord,
            Self::Arc(a) => chord + a.turn * a.axes.segment(q.x - p.x, q.y - p.y),
        }
    }

    /// The same piece walked the other way.
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Line(l) => Self::Line(Line { p: l.q, q: l.p }),
            Self::Arc(a) => Self::Arc(Arc { p: a.q, q: a.p, turn: -a.turn, ..a }),
        }
    }

    /// The piece moved by `by`.
    #[inline]
    pub(super) fn shifted(self, by: Point) -> Self {
        match self {
            Self::Line(l) => Self::Line(Line { p: l.p + by, q: l.q + by }),
            Self::Arc(a) => Self::Arc(Arc { p: a.p + by, q: a.q + by, centre: a.centre + by, ..a }),
        }
    }
}

impl Oval {
    /// The counter-clockwise arc between two points with no extreme between them.
    pub(super) fn piece(&self, p: Point, q: Point) -> Piece {
        // Counter-clockwise, what goes up is on the right-hand side, and what goes left on the upper one.
        let x_side = if q.y > p.y { 1.0 } else { -1.0 };
        let y_side = if q.x < p.x { 1.0 } else { -1.0 };
        Piece::Arc(Arc {
            p,
            q,
            centre: self.centre,
            over_y: Branch { s: self.over_y.s * x_side, ..self.over_y },
            over_x: Branch { s: self.over_x.s * y_side, ..self.over_x },
            axes: self.axes,
            turn: 1.0,
        })
    }
}
