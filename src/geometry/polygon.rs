//! A path of one contour of straight lines, judged as photutils judges its polygons.
//!
//! photutils leaves out what lies on an edge, and finds out by rounded arithmetic of which there are two kinds: the centre
//! of a pixel is on an edge if a cross product is 0, and one of several samples if it is just where a level line meets
//! the edge. Which one asks is known here by the name of the question, and everything else is the path's own.

use super::{Extents, Outline, Path, Point, Shape};
use crate::arithmetic::{larger, smaller};
use std::sync::Arc;

/// A polygon with photutils' edge rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    path: Arc<Path>,
    /// Its edges go the other way in photutils, where all polygons are counter-clockwise.
    clockwise: bool,
}

impl Polygon {
    /// The polygon that a path is; none if it has holes or arcs.
    pub fn of(path: &Arc<Path>) -> Option<Self> {
        // As a shoelace: only its sign is needed.
        let area: f64 = path.lines()?.map(|(p, q)| p.x * q.y - q.x * p.y).sum();
        Some(Self { path: Arc::clone(path), clockwise: area < 0.0 })
    }

    /// The edges that reach to a level line, and some more: where each comes from, and where it goes.
    #[inline(always)]
    fn edges(&self, y: f64) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.path.lines_at(y).map(|(p, q)| if self.clockwise { (q, p) } else { (p, q) })
    }
}

/// Whether an edge passes a level line; of an edge that ends on it one end counts.
fn passes(from: Point, to: Point, y: f64) -> bool {
    (to.y > y) != (from.y > y)
}

/// Where it does.
fn passes_at(from: Point, to: Point, y: f64) -> f64 {
    (from.x - to.x) * (y - to.y) / (from.y - to.y) + to.x
}

fn between(x: f64, a: f64, b: f64) -> bool {
    smaller(a, b) <= x && x <= larger(a, b)
}

impl Shape for Polygon {
    fn extents(&self) -> Extents {
        self.path.extents()
    }

    fn area(&self) -> f64 {
        self.path.area()
    }

    fn contains(&self, p: Point) -> bool {
        let mut inside = false;
        for (from, to) in self.edges(p.y) {
            let cross = (from.x - to.x) * (p.y - to.y) - (from.y - to.y) * (p.x - to.x);
            if cross == 0.0 && between(p.x, from.x, to.x) && between(p.y, from.y, to.y) {
                return false;
            }
            inside ^= passes(from, to, p.y) && p.x < passes_at(from, to, p.y);
        }
        inside
    }

    fn contains_sample(&self, p: Point) -> bool {
        let mut inside = false;
        for (from, to) in self.edges(p.y) {
            if from.y == p.y && to.y == p.y {
                if between(p.x, from.x, to.x) {
                    return false;
                }
            } else if passes(from, to, p.y) {
                let x = passes_at(from, to, p.y);
                if x == p.x {
                    return false;
                }
                inside ^= p.x < x;
            }
        }
        inside
    }

    fn is_slow_to_ask(&self) -> bool {
        true
    }

    fn outline(&self, out: &mut Outline) {
        self.path.outline(out);
    }

    fn own_outline(&self) -> Option<&Outline> {
        self.path.own_outline()
    }

    fn is_polygon(&self) -> bool {
        true
    }
}
