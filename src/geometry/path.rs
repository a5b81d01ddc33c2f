//! The path: any contour of straight lines and circular arcs, with holes.

use super::combine::combine;
use super::contour::{Circular, Contour, Edge};
use super::{Extents, Outline, Point, Rotation, Shape, Ties};
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
        let mean = |values: &[f64]| (values.iter().sum::<f64>() / values.len() as f64).round();
        let anchor = Point::new(mean(xs), mean(ys));
        let reach = -REACH..=REACH;
        if !xs.iter().chain(ys).all(|value| reach.contains(value)) {
            return Err(invalid(format!("must have finite numbers up to {REACH:e}")));
        }
        let mut vertices = xs.iter().zip(ys).map(|(&x, &y)| Point::new(x - anchor.x, y - anchor.y));
        let start = vertices.next().unwrap_or_default();
        let spread = |values: &[f64]| {
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
                - values.iter().copied().fold(f64::INFINITY, f64::min)
        };
        let mut pen = Pen { size: spread(xs).max(spread(ys)), start, at: start, edges: vec![] };
        for vertex in vertices {
            if vertex != pen.at {
                pen.line(vertex).map_err(invalid)?;
            }
        }
        if pen.edges.len() < 2 {
            return Err(invalid(NO_AREA.to_owned()));
        }
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
        let simple = if holes.is_empty() { outer.simple_outline() } else { None };
        let outline = simple.unwrap_or_else(|| {
            let contours: Vec<Outline> =
                std::iter::once(&outer).chain(&holes).map(Contour::outline).collect();
            let mut outline = Outline::default();
            combine(&contours, &Extents::EVERYWHERE, inside, &mut outline);
            outline
        });
        let area = outline.area();
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
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::{FRAC_PI_2, PI};

    type Command<'a> = (i8, &'a [f64]);

    fn path(commands: &[Command<'_>]) -> Result<Path> {
        let kinds: Vec<i8> = commands.iter().map(|c| c.0).collect();
        let row = |numbers: &[f64]| {
            let mut row = [0.0; 6];
            row[..numbers.len()].copy_from_slice(numbers);
            row
        };
        let data: Vec<f64> = commands.iter().flat_map(|c| row(c.1)).collect();
        Path::from_encoded(&kinds, &data, EdgeRule::Closed, FillRule::Nonzero)
    }

    fn polygon(vertices: &[(f64, f64)]) -> Vec<(i8, [f64; 2])> {
        let kinds = std::iter::once(MOVE).chain(std::iter::repeat(LINE));
        let mut commands: Vec<_> = kinds.zip(vertices).map(|(kind, &(x, y))| (kind, [x, y])).collect();
        commands.push((CLOSE, [0.0, 0.0]));
        commands
    }

    fn polygons(contours: &[&[(f64, f64)]]) -> Result<Path> {
        let commands: Vec<_> = contours.iter().flat_map(|vertices| polygon(vertices)).collect();
        let commands: Vec<Command<'_>> = commands.iter().map(|(kind, row)| (*kind, &row[..])).collect();
        path(&commands)
    }

    fn area(path: Result<Path>) -> f64 {
        path.map_or(f64::NAN, |path| path.area())
    }

    fn why(path: Result<Path>) -> String {
        path.err().map_or_else(|| "no error".to_owned(), |error| error.to_string())
    }

    const SQUARE: [(f64, f64); 4] = [(-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0)];

    #[test]
    fn areas_of_what_is_legal() {
        assert_eq!(area(polygons(&[&SQUARE])), 16.0);
        let clockwise: Vec<_> = SQUARE.iter().rev().copied().collect();
        assert_eq!(area(polygons(&[&clockwise])), 16.0);
        let hole = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        assert_eq!(area(polygons(&[&SQUARE, &hole, &hole])), 12.0);
        let beside = [(0.0, 0.0), (1.5, 0.0), (1.5, 1.5), (0.0, 1.5)];
        assert_eq!(area(polygons(&[&SQUARE, &hole, &beside])), 16.0 - 4.0 - 2.25 + 1.0);
        // An eight through a vertex; two squares that share one, walked both ways.
        let eight = [(0.0, 0.0), (1.0, 1.0), (1.0, -1.0), (0.0, 0.0), (-1.0, 1.0), (-1.0, -1.0)];
        assert_eq!(area(polygons(&[&eight])), 2.0);
        // A disc of two arcs, half a disc of one, a disc of three.
        let two = path(&[
            (MOVE, &[3.0, 0.0]),
            (ARC, &[0.0, 0.0, 3.0, 0.0, PI]),
            (ARC, &[0.0, 0.0, 3.0, PI, PI]),
            (CLOSE, &[]),
        ]);
        assert!((area(two) - 9.0 * PI).abs() < 1e-14);
        let half = path(&[(MOVE, &[3.0, 0.0]), (ARC, &[0.0, 0.0, 3.0, 0.0, PI]), (CLOSE, &[])]);
        assert!((area(half) - 4.5 * PI).abs() < 1e-14);
        // All but a sliver of a disc, and a sliver.
        let width = 1e-7;
        let most = path(&[(MOVE, &[1.0, 0.0]), (ARC, &[0.0, 0.0, 1.0, 0.0, TAU - width]), (CLOSE, &[])]);
        assert!((area(most) - (PI - width.powi(3) / 12.0)).abs() < 1e-14);
    }

    #[test]
    fn a_tiny_path_is_a_path() {
        let tiny: Vec<_> = SQUARE.iter().map(|(x, y)| (1e-9 * x, 1e-9 * y)).collect();
        assert!((area(polygons(&[&tiny])) / 16e-18 - 1.0).abs() < 1e-14);
    }

    #[test]
    fn crossings_are_refused_wherever_they_are() {
        let bow = [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)];
        assert!(
            why(polygons(&[&bow]))
                .contains("the outer contour must not cross itself, which it does at (1.0, 1.0)")
        );
        // Through a vertex that lies on the other edge.
        let vertex = [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (1.0, 1.0), (0.0, 2.0)];
        assert!(why(polygons(&[&vertex])).contains("cross itself"));
        // To touch an edge with a vertex and go back is no crossing.
        let touch = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.0), (0.0, 4.0)];
        assert!((area(polygons(&[&touch])) - 8.0).abs() < 1e-14);
        // A line through an arc, and two arcs.
        let lines: [Command<'_>; 5] = [
            (MOVE, &[1.0, 0.0]),
            (ARC, &[0.0, 0.0, 1.0, 0.0, PI]),
            (LINE, &[0.0, 2.0]),
            (LINE, &[0.5, 0.0]),
            (CLOSE, &[]),
        ];
        assert!(why(path(&lines)).contains("cross itself"));
        let arcs: [Command<'_>; 5] = [
            (MOVE, &[1.0, 0.0]),
            (ARC, &[0.0, 0.0, 1.0, 0.0, PI]),
            (LINE, &[-0.5, 0.0]),
            (ARC, &[0.5, 0.0, 1.0, PI, -PI]),
            (CLOSE, &[]),
        ];
        assert!(why(path(&arcs)).contains("cross itself"));
    }

    #[test]
    fn what_is_no_contour_is_refused() {
        let cases: [(&[Command<'_>], &str); 9] = [
            (&[], "begin with a move"),
            (&[(MOVE, &[0.0, 0.0]), (LINE, &[1.0, 0.0])], "end with a close"),
            (&[(MOVE, &[0.0, 0.0]), (7, &[1.0, 0.0]), (CLOSE, &[])], "unknown command 7 at index 1"),
            (&[(MOVE, &[0.0, 0.0]), (LINE, &[0.0, 0.0]), (CLOSE, &[])], "length zero"),
            (&[(MOVE, &[0.0, 0.0]), (LINE, &[f64::NAN, 0.0]), (CLOSE, &[])], "finite"),
            (&[(MOVE, &[0.0, 0.0]), (LINE, &[1.0, 0.0]), (LINE, &[2.0, 0.0]), (CLOSE, &[])], "have an area"),
            (&[(MOVE, &[1.0, 0.0]), (ARC, &[0.0, 0.0, -1.0, 0.0, 1.0]), (CLOSE, &[])], "r > 0"),
            (&[(MOVE, &[1.0, 0.0]), (ARC, &[0.0, 0.0, 1.0, 0.0, TAU]), (CLOSE, &[])], "dtheta"),
            (
                &[(MOVE, &[1.0001, 0.0]), (ARC, &[0.0, 0.0, 1.0, 0.0, PI]), (CLOSE, &[])],
                "start where the path is",
            ),
        ];
        for (commands, text) in cases {
            let error = why(path(commands));
            assert!(error.contains(text), "{error} lacks {text}");
        }
        let outside = [(5.0, 5.0), (6.0, 5.0), (6.0, 6.0)];
        assert!(why(polygons(&[&SQUARE, &outside])).contains("hole 0 must be inside"));
        let across = [(1.0, 0.0), (3.0, 0.0), (3.0, 1.0)];
        assert!(why(polygons(&[&SQUARE, &across])).contains("meets it at"));
        assert!(why(polygons(&[&SQUARE, &SQUARE])).contains("meets it at"));
    }

    #[test]
    fn an_arc_may_start_a_hair_off() {
        let off = 1e-7;
        let closed = path(&[
            (MOVE, &[2.0, off]),
            (ARC, &[0.0, 0.0, 2.0, 0.0, FRAC_PI_2]),
            (LINE, &[0.0, 0.0]),
            (CLOSE, &[]),
        ]);
        assert!((area(closed) - PI).abs() < 1e-6);
    }

    #[test]
    fn the_edge_belongs_to_it_or_does_not() {
        let hole = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        let Ok(mut it) = polygons(&[&SQUARE, &hole]) else { panic!("legal") };
        let holds = |it: &Path, x, y| it.contains(Point::new(x, y));
        assert!(holds(&it, 2.0, 2.0) && holds(&it, -2.0, 0.3) && holds(&it, 2.0 + 5e-11, 0.0));
        assert!(!holds(&it, 2.0 + 2e-10, 0.0) && !holds(&it, 1.0, 0.5) && !holds(&it, 0.0, 0.0));
        assert!(holds(&it, 1.5, 1.0));
        it.edges = EdgeRule::Open;
        assert!(!holds(&it, 2.0, 2.0) && !holds(&it, -2.0, 0.3) && holds(&it, -2.0 + 1e-12, 0.3));
        assert!(holds(&it, 1.0, 0.5));
    }

    #[test]
    fn polygons_lie_about_an_anchor() {
        let far = 2f64.powi(40);
        let (xs, ys) = ([far, far + 4.0, far + 4.0, far + 2.0, far], [0.0, 0.0, 0.0, 3.0, 0.0]);
        let (path, anchor) = Path::polygon(&xs, &ys, EdgeRule::Open, FillRule::EvenOdd).unwrap();
        assert_eq!((path.area(), anchor), (6.0, Point::new(far + 2.0, 1.0)));
        let bow =
            Path::polygon(&[0.0, 4.0, 4.0, 0.0], &[0.0, 4.0, 0.0, 4.0], EdgeRule::Open, FillRule::EvenOdd);
        assert!((bow.unwrap().0.area() - 8.0).abs() < 1e-14);
        for (xs, ys, why) in [
            ([0.0, 1.0, 2.0], [0.0, 1.0, 2.0], "must have an area"),
            ([1.0, 1.0, 1.0], [2.0, 2.0, 2.0], "must have an area"),
            ([0.0, 1.0, f64::NAN], [0.0, 1.0, 0.0], "finite"),
        ] {
            let error = Path::polygon(&xs, &ys, EdgeRule::Open, FillRule::EvenOdd).unwrap_err();
            assert!(error.to_string().contains(why), "{error}");
        }
    }

    proptest! {
        /// What needs no boolean is what a boolean makes of it.
        #[test]
        fn simple_polygons(radii in proptest::collection::vec(0.3..4.0_f64, 3..40), back: bool) {
            let step = std::f64::consts::TAU / radii.len() as f64;
            let vertex = |(k, r): (usize, &f64)| {
                let (sin, cos) = (step * k as f64).sin_cos();
                Point::new(r * cos, r * sin)
            };
            let mut vertices: Vec<_> = radii.iter().enumerate().map(vertex).collect();
            if back {
                vertices.reverse();
            }
            let edges = (0..vertices.len()).map(|k| Edge::line(vertices[k], vertices[(k + 1) % vertices.len()]));
            let contour = Contour::new(edges.collect());
            let outline = contour.simple_outline();
            let mut combined = Outline::default();
            combine(&[contour.outline()], &Extents::EVERYWHERE, |windings, _| windings[0] != 0, &mut combined);
            prop_assert!(outline.is_some());
            let area = outline.unwrap().area();
            prop_assert!((area - combined.area()).abs() < 1e-12 * area);
            prop_assert!((contour.simple_area().unwrap() - area).abs() < 1e-12 * area);
        }
    }
}
