//! A closed contour of straight lines and circular arcs: what a path and a wedge are made of.

use super::bands::Bands;
use super::{Extents, Outline, Oval, Piece, Point, Rotation};
use std::f64::consts::TAU;
use std::sync::OnceLock;

/// A vertex this near to an edge (in sizes of the contour) is on it.
const CONTACT: f64 = 1e-10;
/// Edges that meet at a smaller angle (its sine) touch: less than rounding lies between them.
const SHALLOW: f64 = 1e-6;

/// An edge from `p` to `q`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub p: Point,
    pub q: Point,
    /// The circle that it is an arc of.
    pub arc: Option<Circular>,
}

/// An arc of a circle: from the angle `start` on by `sweep`, counter-clockwise if that is positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Circular {
    pub centre: Point,
    pub r: f64,
    pub start: f64,
    pub sweep: f64,
}

/// A closed contour. Its ends fit each other exactly.
#[derive(Debug, Clone)]
pub(super) struct Contour {
    edges: Vec<Edge>,
    extents: Extents,
    /// Its area, negative if it is clockwise, if it is certain that no two edges meet, but neighbours at their vertex.
    simple: Option<f64>,
    /// The box of each edge, made when they are needed.
    boxes: OnceLock<Vec<Extents>>,
    /// Made for the first question about a point: exact weights have none.
    lookup: OnceLock<Lookup>,
}

impl PartialEq for Contour {
    fn eq(&self, other: &Self) -> bool {
        // All else follows from them.
        self.edges == other.edges
    }
}

/// Where the edges are.
#[derive(Debug, Clone)]
struct Lookup {
    /// The edges by their y.
    bands: Bands,
    /// The monotone pieces of all edges, and where those of each edge begin.
    steps: Vec<Step>,
    first_steps: Vec<usize>,
}

fn cross(a: Point, b: Point) -> f64 {
    a.x * b.y - a.y * b.x
}

fn dot(a: Point, b: Point) -> f64 {
    a.x * b.x + a.y * b.y
}

fn norm(a: Point) -> f64 {
    a.x.hypot(a.y)
}

impl Circular {
    /// Whether the arc spans the direction from its centre to a point.
    fn spans(&self, point: Point) -> bool {
        let from_centre = point + -self.centre;
        let along = (from_centre.y.atan2(from_centre.x) - self.start) * self.sweep.signum();
        along.rem_euclid(TAU) <= self.sweep.abs()
    }
}

impl Edge {
    pub fn line(p: Point, q: Point) -> Self {
        Self { p, q, arc: None }
    }

    /// Whether a point lies on it, give or take `slack`.
    fn has(&self, point: Point, slack: f64) -> bool {
        let near = |end: Point| norm(point + -end) <= slack;
        match &self.arc {
            Some(arc) => {
                let off = (norm(point + -arc.centre) - arc.r).abs();
                near(self.p) || near(self.q) || (off <= slack && arc.spans(point))
            }
            None => {
                let (along, to_point) = (self.q + -self.p, point + -self.p);
                let (length, reach) = (norm(along), dot(along, to_point));
                cross(along, to_point).abs() <= slack * length && (0.0..=length * length).contains(&reach)
                    || near(self.p)
                    || near(self.q)
            }
        }
    }

    /// Whether a point is one of its ends, give or take `slack`.
    fn ends_at(&self, point: Point, slack: f64) -> bool {
        norm(point + -self.p) <= slack || norm(point + -self.q) <= slack
    }

    /// The direction in which it goes through one of its points, as a unit vector.
    fn direction(&self, at: Point) -> Point {
        let along = match &self.arc {
            Some(arc) => {
                let (from_centre, turn) = (at + -arc.centre, arc.sweep.signum());
                Point::new(-from_centre.y * turn, from_centre.x * turn)
            }
            None => self.q + -self.p,
        };
        let length = norm(along);
        Point::new(along.x / length, along.y / length)
    }

    /// The tight box around it.
    #[inline]
    fn extents(&self) -> Extents {
        if self.arc.is_none() { Extents::of(self.p, self.q) } else { self.extents_of_arc() }
    }

    fn extents_of_arc(&self) -> Extents {
        let mut pieces = Outline::default();
        self.append_to(&mut pieces);
        pieces.extents()
    }

    fn append_to(&self, out: &mut Outline) {
        let Some(arc) = &self.arc else { return out.line(self.p, self.q) };
        let curve = Oval::new(arc.r, arc.r, Rotation::NONE, arc.centre);
        if arc.sweep > 0.0 {
            out.arc_by(&curve, self.p, self.q, arc.sweep);
        } else {
            out.backwards(|out| out.arc_by(&curve, self.q, self.p, -arc.sweep));
        }
    }

    /// Calls `found` with the points where two edges might cross. Shallow contacts are left out.
    fn crossings(&self, other: &Self, found: &mut impl FnMut(Point)) {
        match (&self.arc, &other.arc) {
            (None, None) => {
                let (a, b) = (self.q + -self.p, other.q + -other.p);
                let sine = cross(a, b);
                if sine.abs() > SHALLOW * norm(a) * norm(b) {
                    let t = cross(other.p + -self.p, b) / sine;
                    found(Point::new(self.p.x + t * a.x, self.p.y + t * a.y));
                }
            }
            (None, Some(arc)) => line_circle(self, arc, found),
            (Some(arc), None) => line_circle(other, arc, found),
            (Some(a), Some(b)) => circle_circle(a, b, found),
        }
    }
}

fn line_circle(line: &Edge, arc: &Circular, found: &mut impl FnMut(Point)) {
    let (u, to_centre) = (line.direction(line.p), arc.centre + -line.p);
    let distance = cross(u, to_centre) / arc.r;
    let sine2 = (1.0 - distance) * (1.0 + distance);
    if sine2 > SHALLOW * SHALLOW {
        let half = arc.r * sine2.sqrt();
        for t in [dot(u, to_centre) - half, dot(u, to_centre) + half] {
            found(Point::new(line.p.x + t * u.x, line.p.y + t * u.y));
        }
    }
}

fn circle_circle(a: &Circular, b: &Circular, found: &mut impl FnMut(Point)) {
    let between = b.centre + -a.centre;
    let distance = norm(between);
    // Where the common chord cuts the line of the centres, and half its length.
    let foot = 0.5 * (distance + (a.r - b.r) * ((a.r + b.r) / distance));
    let half2 = (a.r - foot) * (a.r + foot);
    // Twice the area of the triangle of the centres and a crossing: its height is half the chord.
    let sine2 = distance * distance * half2 / (a.r * b.r) / (a.r * b.r);
    if sine2 > SHALLOW * SHALLOW {
        let (u, half) = (Point::new(between.x / distance, between.y / distance), half2.sqrt());
        for h in [-half, half] {
            found(Point::new(a.centre.x + foot * u.x - h * u.y, a.centre.y + foot * u.y + h * u.x));
        }
    }
}

impl Contour {
    /// The contour of these edges, each of which begins where the one before it ends.
    pub fn new(edges: Vec<Edge>) -> Self {
        let extents = edges
            .iter()
            .map(Edge::extents)
            .reduce(|all, one| all.around(&one))
            .unwrap_or(Extents::symmetric(0.0, 0.0));
        let (boxes, lookup) = (OnceLock::new(), OnceLock::new());
        let mut contour = Self { edges, extents, simple: None, boxes, lookup };
        contour.simple = contour.is_simple().then(|| shoelace(&contour.edges));
        contour
    }

    fn boxes(&self) -> &[Extents] {
        self.boxes.get_or_init(|| self.edges.iter().map(Edge::extents).collect())
    }

    fn lookup(&self) -> &Lookup {
        self.lookup.get_or_init(|| {
            let (mut steps, mut first_steps, mut pieces) = (vec![], vec![0], Outline::default());
            for edge in &self.edges {
                pieces.clear();
                edge.append_to(&mut pieces);
                steps.extend(pieces.pieces().iter().filter_map(Step::new));
                first_steps.push(steps.len());
            }
            let bands = Bands::new(self.boxes(), &self.extents, CONTACT * self.extents.size().max(1.0));
            Lookup { bands, steps, first_steps }
        })
    }

    pub fn extents(&self) -> &Extents {
        &self.extents
    }

    pub fn outline(&self) -> Outline {
        let mut outline = Outline::with_capacity(self.edges.len());
        self.edges.iter().for_each(|edge| edge.append_to(&mut outline));
        outline
    }

    /// The area that it encloses, if it is certainly simple.
    pub fn simple_area(&self) -> Option<f64> {
        self.simple.map(f64::abs)
    }

    /// What it encloses, if it is certainly simple: any fill rule fills that, and there is nothing to combine.
    pub fn simple_outline(&self) -> Option<Outline> {
        let clockwise = self.simple? < 0.0;
        let mut outline = Outline::with_capacity(self.edges.len());
        // Whoever has arcs is never certain.
        for &Edge { p, q, .. } in &self.edges {
            let (from, to) = if clockwise { (q, p) } else { (p, q) };
            outline.line(from, to);
        }
        Some(outline)
    }

    pub fn start(&self) -> Point {
        self.edges.first().map_or(Point::default(), |edge| edge.p)
    }

    /// Its edges, if all of them are straight.
    pub fn lines(&self) -> Option<impl Iterator<Item = (Point, Point)> + '_> {
        let straight = self.edges.iter().all(|edge| edge.arc.is_none());
        straight.then(|| self.edges.iter().map(|edge| (edge.p, edge.q)))
    }

    /// The ends of the edges that reach to `y`, and of some more.
    pub fn lines_at(&self, y: f64) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.lookup().bands.at(y).iter().map(|&i| (self.edges[i].p, self.edges[i].q))
    }

    /// How often it goes round a point, counter-clockwise.
    pub fn winding(&self, p: Point) -> i32 {
        let Lookup { bands, steps, first_steps } = self.lookup();
        // What a ray to the right crosses.
        let beside = bands.at(p.y).iter().flat_map(|&edge| &steps[first_steps[edge]..first_steps[edge + 1]]);
        beside.filter(|step| step.is_right_of(p)).map(|step| if step.rises { 1 } else { -1 }).sum()
    }

    /// Whether a point lies on the contour, give or take `slack`, at most 1e-10 pixels or of its size.
    pub fn has(&self, p: Point, slack: f64) -> bool {
        let boxes = self.boxes();
        let mut near = self.lookup().bands.at(p.y).iter().filter(|&&edge| boxes[edge].holds(p, slack));
        near.any(|&edge| self.edges[edge].has(p, slack))
    }

    /// A point where it crosses itself. To touch itself, or to come back to a vertex, is no crossing.
    pub fn crossing(&self) -> Option<Point> {
        if self.simple.is_some() {
            return None;
        }
        let slack = CONTACT * self.extents.size();
        let n = self.edges.len();
        near_pairs(self.boxes(), self.boxes(), slack, |i, j| {
            if i >= j {
                return None;
            }
            let (a, b) = (&self.edges[i], &self.edges[j]);
            let inner = |edge: &Edge, at| edge.has(at, slack) && !edge.ends_at(at, slack);
            let mut found = None;
            a.crossings(b, &mut |at| {
                if inner(a, at) && inner(b, at) {
                    found = Some(at);
                }
            });
            // A vertex on an edge: do its two sides lie on the two sides of that edge?
            let passes = |before: usize, edge: &Edge| {
                let vertex = self.edges[before].q;
                let side = |out: Point| cross(edge.direction(vertex), out);
                let (back, on) =
                    (-self.edges[before].direction(vertex), self.edges[(before + 1) % n].direction(vertex));
                let crosses = side(back) * side(on) < 0.0 && side(back).abs().min(side(on).abs()) > SHALLOW;
                (inner(edge, vertex) && crosses).then_some(vertex)
            };
            found.or_else(|| passes(i, b)).or_else(|| passes(j, a))
        })
    }

    /// Whether straight edges certainly do not meet, but neighbours at their vertex. Arcs are not looked at: never certain.
    fn is_simple(&self) -> bool {
        let (edges, n, slack) = (&self.edges, self.edges.len(), CONTACT * self.extents.size());
        if n < 3 || edges.iter().any(|edge| edge.arc.is_some()) {
            return false;
        }
        if goes_round(edges) {
            return true;
        }
        // All of one edge lies on one side of the line through the other.
        let beside = |a: &Edge, b: &Edge| {
            let along = a.q + -a.p;
            let (from, to) = (cross(along, b.p + -a.p), cross(along, b.q + -a.p));
            from.abs().min(to.abs()) > slack * norm(along) && (from > 0.0) == (to > 0.0)
        };
        let folded = |a: &Edge, b: &Edge| {
            let (u, v) = (a.q + -a.p, b.q + -b.p);
            dot(u, v) < 0.0 && cross(u, v).abs() <= SHALLOW * norm(u) * norm(v)
        };
        let doubt = near_pairs(self.boxes(), self.boxes(), slack, |i, j| {
            let (a, b) = (&edges[i], &edges[j]);
            let meet = if j == i + 1 {
                folded(a, b)
            } else if i == 0 && j == n - 1 {
                folded(b, a)
            } else {
                i < j && !beside(a, b) && !beside(b, a)
            };
            meet.then_some(())
        });
        doubt.is_none()
    }

    /// A point where it meets another contour.
    pub fn contact(&self, other: &Self) -> Option<Point> {
        let slack = CONTACT * self.extents.size();
        near_pairs(self.boxes(), other.boxes(), slack, |i, j| {
            let (a, b) = (&self.edges[i], &other.edges[j]);
            let mut found = None;
            a.crossings(b, &mut |at| {
                if a.has(at, slack) && b.has(at, slack) {
                    found = Some(at);
                }
            });
            let of_b = [b.p, b.q].into_iter().find(|&end| a.has(end, slack));
            found.or(of_b).or_else(|| [a.p, a.q].into_iter().find(|&end| b.has(end, slack)))
        })
    }
}

/// Whether straight edges, as seen from the middle of their vertices, go round once and never back, each by an angle that
/// is no matter of rounding: no two of them meet then, but neighbours at their vertex. Convex polygons do, and many others.
fn goes_round(edges: &[Edge]) -> bool {
    let sum = edges.iter().fold(Point::default(), |sum, edge| sum + edge.p);
    let middle = Point::new(sum.x / edges.len() as f64, sum.y / edges.len() as f64);
    let (mut left, mut right, mut rounds) = (false, false, 0);
    let mut from = edges[0].p + -middle;
    for edge in edges {
        let to = edge.q + -middle;
        let turn = cross(from, to);
        // Numbers that leave the range of f64 are no proof, either.
        if turn * turn <= SHALLOW * SHALLOW * dot(from, from) * dot(to, to) {
            return false;
        }
        left |= turn > 0.0;
        right |= turn < 0.0;
        rounds += u32::from(from.y < 0.0 && to.y >= 0.0);
        from = to;
    }
    left != right && rounds == 1
}

/// The area within straight edges, negative if they run clockwise.
fn shoelace(edges: &[Edge]) -> f64 {
    let start = edges.first().map_or(Point::default(), |edge| edge.p);
    0.5 * edges.iter().map(|edge| cross(edge.p + -start, edge.q + -start)).sum::<f64>()
}

/// Calls `each` with the numbers of any two edges whose boxes are near each other, until it finds something.
fn near_pairs<R>(
    first: &[Extents],
    second: &[Extents],
    slack: f64,
    mut each: impl FnMut(usize, usize) -> Option<R>,
) -> Option<R> {
    let mut second: Vec<_> = second.iter().enumerate().collect();
    second.sort_by(|(_, a), (_, b)| a.xmin.total_cmp(&b.xmin));
    let widest = second.iter().map(|(_, e)| e.xmax - e.xmin).fold(0.0, f64::max);
    for (i, a) in first.iter().enumerate() {
        // Those that begin early enough to reach a, as far as the widest one could.
        let from = second.partition_point(|(_, b)| b.xmin + widest < a.xmin - slack);
        for (j, b) in second[from..].iter().take_while(|(_, b)| b.xmin <= a.xmax + slack) {
            let near = b.xmax >= a.xmin - slack && b.ymin <= a.ymax + slack && b.ymax >= a.ymin - slack;
            if let Some(found) = near.then(|| each(i, *j)).flatten() {
                return Some(found);
            }
        }
    }
    None
}

/// A monotone piece of an edge, to count windings with.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    low: Point,
    high: Point,
    rises: bool,
    bulge: Option<Bulge>,
}

/// Half a circle, left or right.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bulge {
    centre: Point,
    r: f64,
    right: bool,
}

impl Step {
    fn new(piece: &Piece) -> Option<Self> {
        let (p, q) = piece.ends();
        let rises = p.y < q.y;
        let (low, high) = if rises { (p, q) } else { (q, p) };
        let bulge = match piece {
            Piece::Line(_) => None,
            Piece::Arc(arc) => {
                Some(Bulge { centre: arc.centre, r: arc.over_y.reach(), right: (arc.turn > 0.0) == rises })
            }
        };
        (p.y != q.y).then_some(Self { low, high, rises, bulge })
    }

    /// Whether a ray from the point to the right crosses it. A circle's own points count as outside of it: that makes
    /// an outer edge open and an inner one closed.
    fn is_right_of(&self, p: Point) -> bool {
        if !(self.low.y <= p.y && p.y < self.high.y) || p.x > self.low.x.max(self.high.x) {
            return false;
        }
        if p.x < self.low.x.min(self.high.x) {
            return true;
        }
        match &self.bulge {
            Some(Bulge { centre, r, right }) => {
                let from_centre = p + -*centre;
                (dot(from_centre, from_centre) < r * r) == *right
            }
            None => cross(self.high + -self.low, p + -self.low) > 0.0,
        }
    }
}
