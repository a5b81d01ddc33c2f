//! The path: any contour of straight lines and circular arcs, with holes.

use super::combine::combine;
use super::contour::{Circular, Contour, Edge};
use super::{Cover, Extents, Outline, Point, Rotation, Shape, Ties};
use crate::arithmetic::larger;
use crate::error::{Error, Result};
use std::f64::consts::TAU;

/// An arc may begin this far (in sizes of the contour) from where the edge before it ends, and is then bent to it.
const GAP: f64 = 1e-6;
/// Ends this near are the same.
const SAME: f64 = 1e-12;
/// A contour with less area than this (in sizes of the contour squared) has none.
const FLAT: f64 = 1e-14;
/// A point this near to the edge is on it, if the edge belongs to the path; less for paths smaller than a pixel.
const ON_EDGE: f64 = 1e-10;
/// The squares of larger coordinates would leave the range of f64.
const REACH: f64 = 1e100;

/// Whether a point on the contour belongs to the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeRule {
    /// It does, and what lies within 1e-10 of it as well; a hole's contour belongs to the hole.
    Closed,
    /// It does not.
    Open,
    /// Whatever comes of counting: arcs are open where they bulge out and closed where they bulge in.
    Either,
}

/// What of the plane belongs to a path whose contour goes round it several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillRule {
    /// All that it goes round.
    Nonzero,
    /// What it goes round an odd number of times.
    EvenOdd,
}

impl FillRule {
    fn fills(self, winding: i32) -> bool {
        match self {
            Self::Nonzero => winding != 0,
            Self::EvenOdd => winding % 2 != 0,
        }
    }
}

/// An outer contour and holes, which may overlap each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    outer: Contour,
    holes: Vec<Contour>,
    edges: EdgeRule,
    fill: FillRule,
    outline: Outline,
    area: f64,
}

impl Path {
    /// Its contours.
    pub(super) fn contours(&self) -> &Outline {
        &self.outline
    }

    /// A path from commands: 0 to move, 1 for a line, 2 for an arc, 3 to close; each has six numbers: x, y of its end for
    /// the first two, cx, cy, r, theta, dtheta for an arc. Each further move begins a hole.
    pub fn from_encoded(kinds: &[i8], data: &[f64], edges: EdgeRule, fill: FillRule) -> Result<Self> {
        let (rows, rest) = data.as_chunks::<6>();
        if rows.len() != kinds.len() || !rest.is_empty() {
            return Err(Error::Length {
                name: "data".to_owned(),
                expected: 6 * kinds.len(),
                got: data.len(),
            });
        }
        let commands: Vec<_> = kinds.iter().copied().zip(rows).collect();
        // A contour ends where the next one moves.
        let mut starts: Vec<usize> = (1..kinds.len()).filter(|&i| kinds[i] == MOVE).collect();
        starts.insert(0, 0);
        starts.push(kinds.len());
        let mut contours = vec![];
        for (k, range) in starts.windows(2).enumerate() {
            let name = if k == 0 { "the outer contour".to_owned() } else { format!("hole {}", k - 1) };
            let contour = contour(&commands[range[0]..range[1]])
                .and_then(|contour| checked(contour, fill))
                .map_err(|why| Error::InvalidContour { contour: name, why })?;
            contours.push(contour);
        }
        let outer = contours.remove(0);
        Self::new(outer, contours, edges, fill)
    }

    /// A polygon given in the image, as a path about an anchor: integers near the mean of its vertices, so that far from the
    /// origin no digits are lost. Vertices that repeat the one before are dropped.
    pub fn polygon(xs: &[f64], ys: &[f64], edges: EdgeRule, fill: FillRule) -> Result<(Self, Point)> {
        let invalid = |why: String| Error::InvalidContour { contour: "the outer contour".to_owned(), why };
        let (mut sum, mut whole) = (Point::default(), Extents::NOWHERE);
        for (&x, &y) in xs.iter().zip(ys) {
            sum = sum + Point::new(x, y);
            whole = whole.around(&Extents { xmin: x, xmax: x, ymin: y, ymax: y });
        }
        let reach = larger(larger(-whole.xmin, whole.xmax), larger(-whole.ymin, whole.ymax));
        // A sum tells of NaN, which no comparison does.
        if !(reach <= REACH && (sum.x + sum.y).is_finite()) {
            return Err(invalid(format!("must have finite numbers up to {REACH:e}")));
        }
        let anchor = Point::new((sum.x / xs.len() as f64).round(), (sum.y / xs.len() as f64).round());
        let mut vertices = xs.iter().zip(ys).map(|(&x, &y)| Point::new(x - anchor.x, y - anchor.y));
        let start = vertices.next().unwrap_or_default();
        let (mut at, mut lines) = (start, Vec::with_capacity(xs.len()));
        for vertex in vertices {
            if vertex != at {
                lines.push(Edge::line(at, vertex));
                at = vertex;
            }
        }
        if lines.len() < 2 {
            return Err(invalid(NO_AREA.to_owned()));
        }
        let mut pen = Pen { size: whole.size(), start, at, edges: lines };
        pen.close();
        let outer = checked(Contour::new(pen.edges), fill).map_err(invalid)?;
        Ok((Self::new(outer, vec![], edges, fill)?, anchor))
    }

    /// A path of checked contours.
    pub(super) fn new(outer: Contour, holes: Vec<Contour>, edges: EdgeRule, fill: FillRule) -> Result<Self> {
        for (k, hole) in holes.iter().enumerate() {
            let invalid = |why: String| Error::InvalidContour { contour: format!("hole {k}"), why };
            if let Some(at) = outer.contact(hole) {
                return Err(invalid(format!("must be inside the outer contour, but meets it at {at}")));
            }
            let start = hole.start();
            if !fill.fills(outer.winding(start)) {
                return Err(invalid(format!(
                    "must be inside the outer contour, but its start {start} is not"
                )));
            }
        }
        let inside = |w: &[i32], _| {
            w.split_first().is_some_and(|(&o, h)| fill.fills(o) && !h.iter().any(|&w| fill.fills(w)))
        };
        let simple = if holes.is_empty() { outer.simple_outline().zip(outer.simple_area()) } else { None };
        let (outline, area) = simple.unwrap_or_else(|| {
            let contours: Vec<Outline> =
                std::iter::once(&outer).chain(&holes).map(Contour::outline).collect();
            let mut outline = Outline::default();
            combine(&contours, &Extents::EVERYWHERE, inside, &mut outline);
            let area = outline.area();
            (outline, area)
        });
        if area <= FLAT * outer.extents().size().powi(2) {
            return Err(Error::InvalidContour {
                contour: "the path".to_owned(),
                why: "has no area: its holes cover all of it".to_owned(),
            });
        }
        Ok(Self { outer, holes, edges, fill, outline, area })
    }

    /// The edges of a path that is one contour of straight lines.
    pub(super) fn lines(&self) -> Option<impl Iterator<Item = (Point, Point)> + '_> {
        self.holes.is_empty().then(|| self.outer.lines()).flatten()
    }

    /// The ends of the outer edges that reach to `y`, and of some more.
    pub(super) fn lines_at(&self, y: f64) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.outer.lines_at(y)
    }

    fn holds(&self, contour: &Contour, p: Point) -> bool {
        let inside = || self.fill.fills(contour.winding(p));
        match self.edges {
            EdgeRule::Closed => inside() || contour.has(p, ON_EDGE * self.outer.extents().size().min(1.0)),
            EdgeRule::Open => inside() && !contour.has(p, 0.0),
            EdgeRule::Either => inside(),
        }
    }
}

impl Shape for Path {
    fn extents(&self) -> Extents {
        *self.outer.extents()
    }

    fn area(&self) -> f64 {
        self.area
    }

    fn contains(&self, p: Point) -> bool {
        self.holds(&self.outer, p) && !self.holes.iter().any(|hole| self.holds(hole, p))
    }

    fn outline(&self, out: &mut Outline) {
        out.append(&self.outline);
    }

    fn cover(&self) -> Cover<'_> {
        Cover::Kept { outline: self.contours(), polygon: false }
    }
}

const MOVE: i8 = 0;
const LINE: i8 = 1;
const ARC: i8 = 2;
const CLOSE: i8 = 3;

const NO_AREA: &str = "must have an area, but has none";

type Why<T> = std::result::Result<T, String>;

/// A contour that neither crosses itself nor lacks an area.
pub(super) fn checked(contour: Contour, fill: FillRule) -> Why<Contour> {
    // A contour may cross itself where even-odd says what that means.
    if let (FillRule::Nonzero, Some(at)) = (fill, contour.crossing()) {
        return Err(format!("must not cross itself, which it does at {at}"));
    }
    let area = contour.simple_area().unwrap_or_else(|| {
        let mut outline = Outline::default();
        combine(
            &[contour.outline()],
            &Extents::EVERYWHERE,
            |windings, _| fill.fills(windings[0]),
            &mut outline,
        );
        outline.area()
    });
    if area <= FLAT * contour.extents().size().powi(2) {
        return Err(NO_AREA.to_owned());
    }
    Ok(contour)
}

/// The contour of commands, one move first and one close last.
fn contour(commands: &[(i8, &[f64; 6])]) -> Why<Contour> {
    let (Some(((MOVE, [x, y, ..]), rest)), Some((CLOSE, _))) = (commands.split_first(), commands.last())
    else {
        return Err("must begin with a move and end with a close".to_owned());
    };
    for (i, (kind, row)) in commands.iter().enumerate() {
        let used = match *kind {
            MOVE | LINE => &row[..2],
            ARC => &row[..5],
            CLOSE => &[],
            other => return Err(format!("has an unknown command {other} at index {i}")),
        };
        if let Some(bad) = used.iter().find(|x| !(-REACH..=REACH).contains(*x)) {
            return Err(format!("must have finite numbers up to {REACH:e}, got {bad:?} at index {i}"));
        }
    }
    let start = Point::new(*x, *y);
    let mut pen = Pen { size: size(commands), start, at: start, edges: vec![] };
    for (i, (kind, row)) in rest.iter().enumerate() {
        let at_index = |why: String| format!("{why} at index {}", i + 1);
        match *kind {
            LINE => pen.line(Point::new(row[0], row[1])).map_err(at_index)?,
            ARC => pen.arc(row).map_err(at_index)?,
            CLOSE if i + 1 == rest.len() => pen.close(),
            _ => return Err(at_index("must have one close, its last command, but has one".to_owned())),
        }
    }
    Ok(Contour::new(pen.edges))
}

/// How large a contour is: the box around its vertices, or what an arc alone spans.
fn size(commands: &[(i8, &[f64; 6])]) -> f64 {
    let mut size = 0.0_f64;
    let (mut low, mut high) = (Point::new(REACH, REACH), Point::new(-REACH, -REACH));
    for (kind, row) in commands {
        let ends = match *kind {
            MOVE | LINE => [Point::new(row[0], row[1]); 2],
            ARC => {
                size = size.max(0.5 * row[2] * row[4].abs().min(2.0));
                [on_circle(row, row[3]), on_circle(row, row[3] + row[4])]
            }
            _ => continue,
        };
        for end in ends {
            low = Point::new(low.x.min(end.x), low.y.min(end.y));
            high = Point::new(high.x.max(end.x), high.y.max(end.y));
        }
    }
    size.max(high.x - low.x).max(high.y - low.y)
}

/// The point of an arc's circle at an angle.
fn on_circle([cx, cy, r, ..]: &[f64; 6], angle: f64) -> Point {
    let Rotation { cos, sin } = Rotation::new(angle, Ties::Native);
    Point::new(cx + r * cos, cy + r * sin)
}

/// Draws a contour.
struct Pen {
    size: f64,
    start: Point,
    at: Point,
    edges: Vec<Edge>,
}

impl Pen {
    fn line(&mut self, to: Point) -> Why<()> {
        if to == self.at {
            return Err(format!("must have no line of length zero, but has one to {to}"));
        }
        self.edges.push(Edge::line(self.at, to));
        self.at = to;
        Ok(())
    }

    fn arc(&mut self, row: &[f64; 6]) -> Why<()> {
        let [cx, cy, r, start, sweep, _] = *row;
        if r <= 0.0 {
            return Err(format!("must have arcs with r > 0, got r = {r:?}"));
        }
        if !(sweep != 0.0 && sweep.abs() < TAU) {
            return Err(format!("must have arcs with 0 < |dtheta| < 2 pi, got dtheta = {sweep:?}"));
        }
        let (from, to) = (on_circle(row, start), on_circle(row, start + sweep));
        let gap = (from.x - self.at.x).hypot(from.y - self.at.y);
        if gap > GAP * self.size {
            return Err(format!(
                "must have arcs that start where the path is, at {}, not at {from},",
                self.at
            ));
        }
        if gap > SAME * self.size {
            self.snap(from);
        }
        let arc = Circular { centre: Point::new(cx, cy), r, start, sweep };
        self.edges.push(Edge { p: self.at, q: to, arc: Some(arc) });
        self.at = to;
        Ok(())
    }

    /// Goes a hair's breadth to where an arc starts. A line before it gets its end there, and a move its point.
    fn snap(&mut self, to: Point) {
        match self.edges.last_mut() {
            None => self.start = to,
            Some(line) if line.arc.is_none() && line.p != to => line.q = to,
            Some(_) => self.edges.push(Edge::line(self.at, to)),
        }
        self.at = to;
    }

    fn close(&mut self) {
        let start = self.start;
        let gap = (start.x - self.at.x).hypot(start.y - self.at.y);
        match self.edges.last_mut() {
            // The last edge ends at the start but for rounding.
            Some(last) if gap <= SAME * self.size && last.p != start => last.q = start,
            _ => self.edges.push(Edge::line(self.at, start)),
        }
    }
}

#[cfg(test)]
#[path = "path_tests.rs"]
mod tests;
