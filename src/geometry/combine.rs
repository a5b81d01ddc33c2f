//! Boolean combinations of regions by their outlines: differences, unions, and any rule on which regions a point is in.
//!
//! All ends and crossings of the pieces cut the plane into level slabs within which no two pieces cross. There they
//! have an order from left to right, and counting along it tells what lies between any two of them. A piece stays
//! where the rule differs on its two sides. Two edges on each other need no case of their own: nothing lies between
//! them, whatever their order, and none of them stays if the rule says the same of both sides. Level edges have no part in
//! this. At the end they are drawn between the ends that are left open at a level.

use super::meet::crossings;
use super::{Extents, Outline, Piece, Point};
use crate::parallel::{NEVER, Stop};

/// Appends to `out`, counter-clockwise around what is inside, the outline of where `keep` is true of the winding
/// numbers of the contours, one for each element. It is asked in order, from left to right in each slab, and told which
/// contour was passed last; none before the first. Outside of `within` it is true nowhere, and what cannot matter in
/// there is not looked at.
pub(super) fn combine(
    contours: &[Outline],
    within: &Extents,
    keep: impl FnMut(&[i32], Option<usize>) -> bool,
    out: &mut Outline,
) {
    combine_until(NEVER, contours, within, keep, out);
}

/// The same, which can be stopped: what is in `out` then means nothing.
pub(super) fn combine_until(
    stop: Stop<'_>,
    contours: &[Outline],
    within: &Extents,
    mut keep: impl FnMut(&[i32], Option<usize>) -> bool,
    out: &mut Outline,
) {
    let mut edges: Vec<Edge<'_>> = contours
        .iter()
        .enumerate()
        .flat_map(|(contour, outline)| outline.pieces().iter().filter_map(move |p| Edge::new(p, contour)))
        .filter(|edge| edge.low.y < within.ymax && edge.high.y > within.ymin && edge.left() <= within.xmax)
        .collect();
    edges.sort_by(|a, b| a.low.y.total_cmp(&b.low.y));
    let levels = levels(stop, &edges, within);
    let (mut windings, first_new) = (vec![0; contours.len()], out.pieces().len());
    // Where each edge is in the middle of the slab.
    let (mut active, mut next): (Vec<(f64, usize)>, usize) = (vec![], 0);
    for slab in levels.windows(2) {
        if stop() {
            return;
        }
        let (bottom, top) = (slab[0], slab[1]);
        active.retain(|&(_, i)| {
            let stays = edges[i].high.y > bottom;
            if !stays {
                edges[i].leave(bottom, out);
            }
            stays
        });
        let before = next;
        while next < edges.len() && edges[next].low.y <= bottom {
            active.push((0.0, next));
            next += 1;
        }
        let middle = bottom + 0.5 * (top - bottom);
        for (x, i) in &mut active {
            *x = edges[*i].piece.x_at(middle);
        }
        sort(&mut active, next - before);
        windings.fill(0);
        let mut inside = keep(&windings, None);
        for (k, &(x, i)) in active.iter().enumerate() {
            // Counter-clockwise, the inside is right of what goes down.
            let edge = &mut edges[i];
            windings[edge.contour] += if edge.rises { -1 } else { 1 };
            let right = keep(&windings, Some(edge.contour));
            // Of edges on each other the last one counts: nothing lies between them.
            let covered = active.get(k + 1).is_some_and(|&(next_x, _)| next_x == x);
            let changes = right != inside && !covered;
            let course = changes.then_some(if right { Course::Down } else { Course::Up });
            edge.follow(course, bottom, out);
            inside = if covered { inside } else { right };
        }
    }
    for (_, i) in active {
        let top = edges[i].high.y.min(within.ymax);
        edges[i].leave(top, out);
    }
    close(first_new, out);
}

/// Joins the ends of the pieces from `first` on by level edges.
fn close(first: usize, out: &mut Outline) {
    // Where pieces come to a level, and where they leave it; 0 and −0 are one level.
    let mut ends: Vec<(f64, f64, i32)> = out.pieces()[first..]
        .iter()
        .map(Piece::ends)
        .flat_map(|(p, q)| [(p.y + 0.0, p.x, -1), (q.y + 0.0, q.x, 1)])
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    for level in ends.chunk_by(|a, b| a.0 == b.0) {
        // So many more have come than left.
        let mut open = 0;
        for (&(y, left, comes), &(_, right, _)) in level.iter().zip(&level[1..]) {
            open += comes;
            if left != right {
                let (left, right) = (Point::new(left, y), Point::new(right, y));
                let (p, q) = if open > 0 { (left, right) } else { (right, left) };
                (0..open.abs()).for_each(|_| out.line(p, q));
            }
        }
    }
}

/// Sorts edges of which the last `new` ones were not there before. The others have changed places here and there.
fn sort(active: &mut [(f64, usize)], new: usize) {
    if new > FEW {
        return active.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    for k in 1..active.len() {
        let (mut hole, one) = (k, active[k]);
        while hole > 0 && active[hole - 1].0 > one.0 {
            active[hole] = active[hole - 1];
            hole -= 1;
        }
        active[hole] = one;
    }
}

/// More new edges than this are sorted with all others.
const FEW: usize = 8;

/// Every y where a piece ends or two of them cross, in order. The edges are sorted by their lower ends.
fn levels(stop: Stop<'_>, edges: &[Edge<'_>], within: &Extents) -> Vec<f64> {
    let clipped = |y: f64| y.max(within.ymin).min(within.ymax);
    let mut levels: Vec<f64> =
        edges.iter().flat_map(|edge| [clipped(edge.low.y), clipped(edge.high.y)]).collect();
    for (i, a) in edges.iter().enumerate().filter(|(_, a)| a.right() >= within.xmin) {
        if stop() {
            break;
        }
        let beside = edges[i + 1..].iter().take_while(|b| b.low.y < a.high.y);
        let near = |b: &&Edge<'_>| a.right() >= b.left() && b.right() >= a.left() && b.right() >= within.xmin;
        for b in beside.filter(near) {
            let (bottom, top) = (b.low.y.max(within.ymin), a.high.y.min(b.high.y).min(within.ymax));
            crossings(a.piece, b.piece, &mut |y| {
                if y > bottom && y < top {
                    levels.push(y);
                }
            });
        }
    }
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    levels
}

/// A piece that is not level, on its way through the slabs.
struct Edge<'a> {
    piece: &'a Piece,
    contour: usize,
    low: Point,
    high: Point,
    /// Whether the contour goes up here.
    rises: bool,
    /// From which point on, and which way, it belongs to the outline that is made.
    kept: Option<(Point, Course)>,
}

/// Which way an outline goes.
#[derive(Clone, Copy, PartialEq)]
enum Course {
    Up,
    Down,
}

impl<'a> Edge<'a> {
    fn new(piece: &'a Piece, contour: usize) -> Option<Self> {
        let (p, q) = piece.ends();
        let rises = p.y < q.y;
        let (low, high) = if rises { (p, q) } else { (q, p) };
        (p.y != q.y).then_some(Self { piece, contour, low, high, rises, kept: None })
    }

    fn left(&self) -> f64 {
        self.low.x.min(self.high.x)
    }

    fn right(&self) -> f64 {
        self.low.x.max(self.high.x)
    }

    /// The point at a level; at its ends the very same point.
    fn at(&self, y: f64) -> Point {
        if y == self.low.y {
            self.low
        } else if y == self.high.y {
            self.high
        } else {
            Point::new(self.piece.x_at(y), y)
        }
    }

    /// Enters a slab, in which it belongs to the outline or not.
    fn follow(&mut self, course: Option<Course>, bottom: f64, out: &mut Outline) {
        if self.kept.map(|(_, course)| course) != course {
            self.leave(bottom, out);
            self.kept = course.map(|course| (self.at(bottom), course));
        }
    }

    /// Ends the part that belongs to the outline.
    fn leave(&mut self, y: f64, out: &mut Outline) {
        if let Some((from, course)) = self.kept.take() {
            let to = self.at(y);
            let (p, q) = if course == Course::Up { (from, to) } else { (to, from) };
            out.push(self.piece.part(p, q));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Compound, Kind, Member, Oval, Rotation, Rule, Shape, Ties};
    use std::f64::consts::PI;
    use std::sync::Arc;

    fn square(x: f64, y: f64, half: f64) -> Outline {
        let mut outline = Outline::default();
        outline.polygon(
            &[(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
                .map(|(u, v)| Point::new(x + u * half, y + v * half)),
        );
        outline
    }

    fn disc(x: f64, y: f64, a: f64, b: f64, theta: f64) -> Outline {
        let curve = Oval::new(a, b, Rotation::new(theta, Ties::Native), Point::new(x, y));
        let mut outline = Outline::default();
        let [right, top, left, bottom] = curve.extremes();
        for (p, q) in [(right, top), (top, left), (left, bottom), (bottom, right)] {
            outline.arc(&curve, p, q);
        }
        outline
    }

    fn area(contours: &[Outline], keep: impl Fn(&[i32]) -> bool) -> f64 {
        let mut out = Outline::default();
        combine(contours, &Extents::EVERYWHERE, |windings, _| keep(windings), &mut out);
        out.area()
    }

    fn both(w: &[i32]) -> bool {
        w.iter().all(|&w| w != 0)
    }

    fn any(w: &[i32]) -> bool {
        w.iter().any(|&w| w != 0)
    }

    fn first_only(w: &[i32]) -> bool {
        w[0] != 0 && w[1] == 0
    }

    #[test]
    fn squares() {
        // Crossing, touching along a side, at a corner, one in the other, the same twice.
        for (x, y, half, common) in [
            (1.0, 0.5, 1.0, 1.5),
            (2.0, 0.0, 1.0, 0.0),
            (2.0, 2.0, 1.0, 0.0),
            (0.0, 0.0, 0.5, 1.0),
            (0.5, 0.0, 0.5, 1.0),
            (0.0, 0.0, 1.0, 4.0),
        ] {
            let pair = [square(0.0, 0.0, 1.0), square(x, y, half)];
            let (a, b) = (4.0, 4.0 * half * half);
            assert_eq!(area(&pair, both), common, "{x} {y} {half}");
            assert_eq!(area(&pair, any), a + b - common, "{x} {y} {half}");
            assert_eq!(area(&pair, first_only), a - common, "{x} {y} {half}");
        }
    }

    #[test]
    fn lens_of_two_circles() {
        for d in [0.1_f64, 0.7, 1.0, 1.99, 2.0 - 1e-9, 2.0, 2.5] {
            // 2·r²·acos(d/2r) − d/2·sqrt(4r² − d²), for r = 1.
            let lens = if d < 2.0 { 2.0 * (0.5 * d).acos() - 0.5 * d * (4.0 - d * d).sqrt() } else { 0.0 };
            let (sin, cos) = 0.7_f64.sin_cos();
            let pair = [disc(0.0, 0.0, 1.0, 1.0, 0.0), disc(d * cos, d * sin, 1.0, 1.0, 0.0)];
            assert!((area(&pair, both) - lens).abs() < 1e-14, "{d}: {} {lens}", area(&pair, both));
            assert!((area(&pair, any) - (2.0 * PI - lens)).abs() < 1e-14, "{d}");
        }
        let same = [disc(0.3, 0.2, 1.0, 1.0, 0.0), disc(0.3, 0.2, 1.0, 1.0, 0.0)];
        assert!((area(&same, both) - PI).abs() < 1e-14);
        assert!(area(&same, first_only).abs() < 1e-14);
    }

    #[test]
    fn crossed_ellipses() {
        // Concentric, at right angles: 4·a·b·atan(b/a).
        for (a, b, theta) in [(5.0, 2.0, 0.0), (5.0, 2.0, 0.3), (100.0, 1.0, 1.1), (3.0, 2.999, 2.0)] {
            let pair = [disc(0.0, 0.0, a, b, theta), disc(0.0, 0.0, b, a, theta)];
            let (a, b): (f64, f64) = (a, b);
            let common = 4.0 * a * b * (b / a).atan();
            let got = area(&pair, both);
            assert!((got - common).abs() < 1e-13 * (a * b), "{a} {b} {theta}: {got} {common}");
        }
    }

    #[test]
    fn it_stops_when_told() {
        let squares: Vec<_> = (0..50).map(|k| square(0.1 * f64::from(k), 0.0, 1.0)).collect();
        for patience in [3, 60] {
            let asked = std::cell::Cell::new(0);
            let stop = || {
                asked.set(asked.get() + 1);
                asked.get() > patience
            };
            let mut out = Outline::default();
            combine_until(&stop, &squares, &Extents::EVERYWHERE, |windings, _| any(windings), &mut out);
            // Once for the crossings, once for the slabs.
            assert!(asked.get() <= patience + 2, "{} for {patience}", asked.get());
        }
        let member = || Member {
            shape: Kind::Circle.build(&[1.0], Ties::Native).unwrap_or_else(|e| panic!("{e}")),
            stays: None,
            offset: Point::default(),
        };
        let rule = Arc::new(Rule::parse("..|").unwrap_or_else(|e| panic!("{e}")));
        let made =
            |stop: Stop<'static>| Compound::new_until(vec![member(), member()], Arc::clone(&rule), stop);
        assert!(made(&|| true).is_none());
        assert!(made(NEVER).is_some_and(|compound| (compound.area() - PI).abs() < 1e-14));
    }

    #[test]
    fn direction_of_contours_does_not_matter() {
        let mut clockwise = Outline::default();
        clockwise.polygon(&[(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)].map(|(x, y)| Point::new(x, y)));
        assert_eq!(area(&[clockwise], any), 1.0);
        // An eight: one lobe is walked each way.
        let mut eight = Outline::default();
        eight.polygon(
            &[(0.0, 0.0), (1.0, 1.0), (1.0, -1.0), (0.0, 0.0), (-1.0, 1.0), (-1.0, -1.0)]
                .map(|(x, y)| Point::new(x, y)),
        );
        assert_eq!(area(&[eight], any), 2.0);
    }
}
