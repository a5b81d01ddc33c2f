//! A path of one contour of straight lines, judged as photutils judges its polygons.
//!
//! photutils leaves out what lies on an edge, and finds out by rounded arithmetic of which there are two kinds: the centre
//! of a pixel is on an edge if a cross product is 0, and one of several samples if it is just where a level line meets
//! the edge. Which one asks is known here by the name of the question, and everything else is the path's own.

use super::{Cover, Extents, Outline, Path, Point, Shape};
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

    fn outline(&self, out: &mut Outline) {
        self.path.outline(out);
    }

    fn cover(&self) -> Cover<'_> {
        Cover::Kept { outline: self.path.contours(), polygon: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{EdgeRule, FillRule};
    use proptest::prelude::*;

    const HOUSE: [(f64, f64); 5] = [(-2.0, -2.0), (2.0, -2.0), (2.0, 0.0), (0.0, 2.0), (-2.0, 0.0)];

    /// The path of vertices around the origin, and the polygon that it is.
    fn polygon(vertices: &[(f64, f64)]) -> (Arc<Path>, Polygon) {
        let (xs, ys): (Vec<f64>, Vec<f64>) = vertices.iter().copied().unzip();
        let path = Path::polygon(&xs, &ys, EdgeRule::Open, FillRule::Nonzero);
        let (path, anchor) = path.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(anchor, Point::default());
        let path = Arc::new(path);
        let polygon = Polygon::of(&path).unwrap_or_else(|| panic!("no arcs, no holes"));
        (path, polygon)
    }

    #[test]
    fn what_lies_on_an_edge_is_left_out() {
        let backwards: Vec<_> = HOUSE.iter().rev().copied().collect();
        for vertices in [&HOUSE[..], &backwards] {
            let (path, it) = polygon(vertices);
            let on_edges = [(0.0, -2.0), (2.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (0.5, 1.5)];
            for p in on_edges.iter().chain(vertices).map(|&(x, y)| Point::new(x, y)) {
                assert!(!it.contains(p) && !it.contains_sample(p), "{p}");
            }
            // Some of them level with vertices.
            for (x, y) in [(0.0, 0.0), (-0.5, 0.0), (0.5, -1.0), (0.0, 1.75), (1.75, -1.75)] {
                let p = Point::new(x, y);
                assert!(it.contains(p) && it.contains_sample(p), "{p}");
            }
            for (x, y) in
                [(2.5, -2.0), (-3.0, -2.0), (2.5, 0.0), (-2.5, 0.0), (1.0, 2.0), (1.5, 1.0), (0.0, 3.0)]
            {
                let p = Point::new(x, y);
                assert!(!it.contains(p) && !it.contains_sample(p), "{p}");
            }
            assert_eq!((it.area(), it.extents()), (path.area(), path.extents()));
            assert!(matches!(it.cover(), Cover::Kept { polygon: true, .. }));
            let mut outline = Outline::default();
            it.outline(&mut outline);
            assert_eq!(outline.area(), 12.0);
        }
    }

    #[test]
    fn holes_and_arcs_make_no_polygon() {
        let row = |kind: i8, numbers: [f64; 5]| (kind, numbers);
        let half_disc =
            [row(0, [1.0, 0.0, 0.0, 0.0, 0.0]), row(2, [0.0, 0.0, 1.0, 0.0, 3.0]), row(3, [0.0; 5])];
        let square = |half: f64| {
            let corner = |kind, x, y| row(kind, [x, y, 0.0, 0.0, 0.0]);
            [
                corner(0, -half, -half),
                corner(1, half, -half),
                corner(1, half, half),
                corner(1, -half, half),
                row(3, [0.0; 5]),
            ]
        };
        let with_hole = [square(2.0), square(1.0)].concat();
        for commands in [&half_disc[..], &with_hole] {
            let kinds: Vec<i8> = commands.iter().map(|(kind, _)| *kind).collect();
            let data: Vec<f64> =
                commands.iter().flat_map(|(_, r)| [r[0], r[1], r[2], r[3], r[4], 0.0]).collect();
            let path = Path::from_encoded(&kinds, &data, EdgeRule::Open, FillRule::Nonzero);
            let path = Arc::new(path.unwrap_or_else(|error| panic!("{error}")));
            assert_eq!(Polygon::of(&path), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Off the edges there is but one answer, which way ever its vertices go round.
        #[test]
        fn it_contains_what_the_path_does(
            radii in prop::collection::vec(1.0..4.0_f64, 3..20), (x, y) in (-4.0..4.0_f64, -4.0..4.0_f64),
        ) {
            let step = std::f64::consts::TAU / radii.len() as f64;
            let mut vertices: Vec<_> =
                radii.iter().zip(0..).map(|(r, k)| (r * (step * f64::from(k)).cos(), r * (step * f64::from(k)).sin())).collect();
            // About the origin, which the path is about as well.
            let (sum_x, sum_y) = vertices.iter().fold((0.0, 0.0), |sum, v| (sum.0 + v.0, sum.1 + v.1));
            let n = vertices.len() as f64;
            vertices.iter_mut().for_each(|v| *v = (v.0 - sum_x / n, v.1 - sum_y / n));
            let p = Point::new(x, y);
            for _ in 0..2 {
                let (path, it) = polygon(&vertices);
                prop_assert_eq!(it.contains(p), path.contains(p));
                prop_assert_eq!(it.contains_sample(p), path.contains(p));
                vertices.reverse();
            }
        }
    }
}
