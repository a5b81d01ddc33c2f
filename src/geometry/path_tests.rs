//! Tests of paths: areas, edge rules, holes, and errors.

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
    let made = Path::polygon(&xs, &ys, EdgeRule::Open, FillRule::EvenOdd);
    let Ok((path, anchor)) = made else { panic!("a polygon") };
    assert_eq!((path.area(), anchor), (6.0, Point::new(far + 2.0, 1.0)));
    let bow = Path::polygon(&[0.0, 4.0, 4.0, 0.0], &[0.0, 4.0, 0.0, 4.0], EdgeRule::Open, FillRule::EvenOdd);
    assert!(bow.is_ok_and(|(path, _)| (path.area() - 8.0).abs() < 1e-14));
    for (xs, ys, why) in [
        ([0.0, 1.0, 2.0], [0.0, 1.0, 2.0], "must have an area"),
        ([1.0, 1.0, 1.0], [2.0, 2.0, 2.0], "must have an area"),
        ([0.0, 1.0, f64::NAN], [0.0, 1.0, 0.0], "finite"),
    ] {
        let made = Path::polygon(&xs, &ys, EdgeRule::Open, FillRule::EvenOdd);
        assert!(made.is_err_and(|error| error.to_string().contains(why)), "{why}");
    }
}

#[test]
fn polygons_are_refused_like_paths() {
    let polygon = |xs: &[f64], ys: &[f64]| {
        Path::polygon(xs, ys, EdgeRule::Closed, FillRule::Nonzero).map(|(path, _)| path)
    };
    assert_eq!(
        area(polygon(&[0.0, 2.0, 2.0, 2.0, 0.0], &[0.0, 0.0, 0.0, 1.0, 1.0])),
        2.0,
        "one vertex is there twice"
    );
    for bad in [f64::NAN, f64::INFINITY, 1e101] {
        assert!(
            why(polygon(&[0.0, 1.0, bad], &[0.0, 0.0, 1.0])).contains("must have finite numbers up to 1e100")
        );
    }
    assert!(why(polygon(&[0.0, 1.0, 1.0], &[0.0, 1.0, 1.0])).contains(NO_AREA));
}

#[test]
fn each_command_has_six_numbers() {
    let path = Path::from_encoded(&[MOVE, CLOSE], &[0.0; 11], EdgeRule::Closed, FillRule::Nonzero);
    assert_eq!(path.err(), Some(Error::Length { name: "data".to_owned(), expected: 12, got: 11 }));
}

/// The contour of straight lines between vertices.
fn closed(vertices: &[(f64, f64)]) -> Contour {
    let vertex = |k: usize| Point::new(vertices[k % vertices.len()].0, vertices[k % vertices.len()].1);
    Contour::new((0..vertices.len()).map(|k| Edge::line(vertex(k), vertex(k + 1))).collect())
}

/// Vertices all round the origin, at these distances.
fn star(radii: &[f64], rounds: f64) -> Vec<(f64, f64)> {
    let step = rounds * std::f64::consts::TAU / radii.len() as f64;
    let vertex = |(k, r): (usize, &f64)| {
        let (sin, cos) = (step * k as f64).sin_cos();
        (r * cos, r * sin)
    };
    radii.iter().enumerate().map(vertex).collect()
}

#[test]
fn what_goes_round_twice_or_back_is_not_simple() {
    let bow = [(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0)];
    let spike = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (6.0, 6.0), (4.0, 4.0), (0.0, 4.0)];
    for vertices in [star(&[3.0; 5], 2.0), star(&[3.0; 7], 3.0), bow.to_vec(), spike.to_vec()] {
        assert_eq!(closed(&vertices).simple_area(), None, "{vertices:?}");
    }
}

proptest! {
    /// What needs no boolean is what a boolean makes of it: of stars, and of combs, whose middle may be outside.
    #[test]
    fn simple_polygons(radii in proptest::collection::vec(0.3..4.0_f64, 3..40), comb: bool, back: bool) {
        let mut vertices = star(&radii, 1.0);
        if comb {
            vertices = radii.iter().enumerate().map(|(k, r)| (k as f64, if k % 2 == 0 { *r } else { -0.9 })).collect();
            vertices.extend([(radii.len() as f64, -1.0), (-1.0, -1.0)]);
        }
        if back {
            vertices.reverse();
        }
        let contour = closed(&vertices);
        let outline = contour.simple_outline();
        let mut combined = Outline::default();
        combine(&[contour.outline()], &Extents::EVERYWHERE, |windings, _| windings[0] != 0, &mut combined);
        let Some(outline) = outline else { return Err(TestCaseError::fail("it is simple")) };
        let area = outline.area();
        prop_assert!((area - combined.area()).abs() < 1e-12 * area);
        prop_assert!(contour.simple_area().is_some_and(|it| (it - area).abs() < 1e-12 * area));
    }
}
