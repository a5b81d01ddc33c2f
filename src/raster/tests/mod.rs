//! The promises of the engine, held against the oracle and against themselves.

mod compounds;
mod identities;
pub(super) mod oracle;
mod routes;

use crate::geometry::{AnyShape, Kind, Point, Shape, Ties};
use crate::raster::*;
use oracle::Truth;
use proptest::prelude::*;
use std::f64::consts::FRAC_PI_4;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() }
}

fn build(truth: &Truth) -> AnyShape {
    let built = truth.name.parse::<Kind>().and_then(|kind| kind.build(&truth.values, Ties::Native));
    built.unwrap_or_else(|error| panic!("{truth:?}: {error}"))
}

/// The weights of a shape in a window, or in its bounding box.
pub(in crate::raster) struct Scanned {
    pub window: Window,
    pub weights: Vec<f64>,
}

impl Scanned {
    pub fn new(shape: &AnyShape, at: Point, window: Option<Window>, sampling: Sampling) -> Self {
        let source = Prepared::new(shape.clone());
        let place = Place::new(at).unwrap_or_else(|| panic!("{at:?} is finite"));
        let bounds = place.bounds(source.extents());
        let window = window.unwrap_or(bounds);
        let mut coverage = Coverage::default();
        let mut scanner = Scanner::default();
        // Twice: the first source must leave nothing behind.
        for _ in 0..2 {
            let scanned = scanner.scan(
                At { source: &source, place: &place, bounds: &bounds },
                window,
                sampling,
                &mut coverage,
            );
            assert_eq!(scanned, Ok(()));
        }
        let mut weights = vec![0.0; window.width() * window.height()];
        coverage.paint(&coverage.window(), &mut weights);
        Self { window, weights }
    }

    pub fn at(&self, x: i64, y: i64) -> f64 {
        if !self.window.contains(x, y) {
            return 0.0;
        }
        self.weights[(y - self.window.y0) as usize * self.window.width() + (x - self.window.x0) as usize]
    }

    pub fn pixels(&self) -> impl Iterator<Item = (i64, i64, f64)> + '_ {
        let width = self.window.width();
        let place =
            move |i: usize| (self.window.x0 + (i % width) as i64, self.window.y0 + (i / width) as i64);
        self.weights.iter().enumerate().map(move |(i, &w)| (place(i).0, place(i).1, w))
    }
}

/// Any of the shapes, with sizes and angles from these.
fn shapes<S, A>(size: S, angle: A) -> impl Strategy<Value = Truth>
where
    S: Strategy<Value = f64> + Clone + 'static,
    A: Strategy<Value = f64> + Clone + 'static,
{
    let pair = (size.clone(), size.clone(), angle.clone());
    let (ratio, length) = (0.05..0.95_f64, size.clone());
    prop_oneof![
        size.clone().prop_map(Truth::circle),
        pair.clone().prop_map(|(a, b, t)| Truth::ellipse(a, b, t)),
        pair.clone().prop_map(|(w, h, t)| Truth::rect(w, h, t)),
        (size, ratio.clone()).prop_map(|(r, q)| Truth::ring(q * r, r)),
        (pair.clone(), ratio.clone()).prop_map(|((a, b, t), q)| Truth::ellipse_ring(a, b, t, q)),
        (pair.clone(), ratio.clone(), angle)
            .prop_map(|((w, h, t), q, turn)| Truth::rect_ring(w, h, t, q, turn)),
        (pair.clone(), length.clone()).prop_map(|((a, b, t), w)| Truth::pill(w, a, b, t)),
        (pair, length, ratio).prop_map(|((a, b, t), w, q)| Truth::pill_ring(w, a, b, t, q)),
    ]
}

fn any_shape() -> impl Strategy<Value = Truth> {
    shapes(prop_oneof![0.05..3.0_f64, 0.5..12.0_f64], -7.0..7.0_f64)
}

/// The everyday case: sizes of half pixels, angles of an eighth turn.
fn even_shape() -> impl Strategy<Value = Truth> {
    shapes((1..16_i32).prop_map(|k| 0.5 * f64::from(k)), (-9..9_i32).prop_map(|k| f64::from(k) * FRAC_PI_4))
}

fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        -30.0..30.0_f64,
        (-400..400_i32).prop_map(|k| f64::from(k) / 20.0),
        (-60..60_i32).prop_map(|k| f64::from(k) / 2.0),
        2_097_100.0..2_097_152.0_f64,
    ]
}

pub(in crate::raster) fn position() -> impl Strategy<Value = Point> {
    (coordinate(), coordinate()).prop_map(|(x, y)| Point::new(x, y))
}

/// Weights against the oracle, their sum against the area.
fn check_exact(truth: &Truth, at: Point) -> Result<(), TestCaseError> {
    let shape = build(truth);
    let scanned = Scanned::new(&shape, at, None, Sampling::Exact);
    let tolerance = 1e-13 * (truth.size() / 100.0).max(1.0);
    let mut npix = 0.0;
    for (x, y, w) in scanned.pixels() {
        prop_assert!((0.0..=1.0).contains(&w), "weight {w}");
        let expected = truth.weight(at, x, y);
        // The oracle's own rounding is a few times 1e-15 of what it adds up.
        prop_assert!((w - expected).abs() <= tolerance, "pixel ({x}, {y}): {w} for {expected}");
        npix += w;
    }
    let area = shape.area();
    let allowed = 1e-13 * area + 1e-15 * truth.size().max(1.0) * truth.perimeter();
    prop_assert!((npix - area).abs() <= allowed, "npix {npix} for {area}, {:e} allowed", allowed);
    Ok(())
}

/// Membership of every sample, decided by the shape itself.
fn check_sampled(truth: &Truth, at: Point, n: u32) -> Result<(), TestCaseError> {
    let shape = build(truth);
    let scanned = Scanned::new(&shape, at, None, Sampling::Grid(n, Ties::Native));
    let w = scanned.window;
    for y in w.y0 - 1..=w.y1 {
        for x in w.x0 - 1..=w.x1 {
            let shift = |i: u32| {
                if n == 1 { 0.0 } else { (f64::from(i) + 0.5) * (1.0 / f64::from(n)) - 0.5 }
            };
            let (dx, dy) = (x as f64 - at.x, y as f64 - at.y);
            let samples = (0..n * n).map(|k| Point::new(dx + shift(k % n), dy + shift(k / n)));
            let inside = samples.filter(|&p| shape.contains(p)).count();
            prop_assert_eq!(scanned.at(x, y), inside as f64 / f64::from(n * n), "pixel ({}, {})", x, y);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn exact_weights_are_the_areas(truth in any_shape(), at in position()) {
        check_exact(&truth, at)?;
    }

    #[test]
    fn pixels_off_the_edges_of_rings_are_all_in_or_all_out(
        (r_in, width) in (prop_oneof![Just(0.0), 0.0..14.0_f64], prop_oneof![1e-6..1e-2_f64, 0.1..9.0_f64]),
        at in position(),
    ) {
        let r_out = r_in + width;
        let shape = build(&if r_in > 0.0 { Truth::ring(r_in, r_out) } else { Truth::circle(r_out) });
        let scanned = Scanned::new(&shape, at, None, Sampling::Exact);
        for (x, y, w) in scanned.pixels() {
            let (dx, dy) = ((x as f64 - at.x).abs(), (y as f64 - at.y).abs());
            let near = (dx - 0.5).max(0.0).hypot((dy - 0.5).max(0.0));
            let far = (dx + 0.5).hypot(dy + 0.5);
            if near > r_in + 1e-12 && far < r_out - 1e-12 {
                prop_assert_eq!(w, 1.0, "inside ({}, {})", x, y);
            } else if near > r_out + 1e-12 || far < r_in - 1e-12 {
                prop_assert_eq!(w, 0.0, "outside ({}, {})", x, y);
            }
        }
    }

    #[test]
    fn exact_weights_on_the_lattice(truth in even_shape(), at in position()) {
        check_exact(&truth, at)?;
    }

    #[test]
    fn large_shapes_have_their_area(
        truth in shapes(10.0..400.0_f64, -4.0..4.0_f64),
        at in position(),
    ) {
        let shape = build(&truth);
        let source = Prepared::new(shape.clone());
        let place = Place::new(at).ok_or_else(|| TestCaseError::fail("finite"))?;
        let bounds = place.bounds(source.extents());
        let mut coverage = Coverage::default();
        prop_assert_eq!(Scanner::default().scan(At { source: &source, place: &place, bounds: &bounds }, bounds, Sampling::Exact, &mut coverage), Ok(()));
        let npix: f64 = coverage.runs().iter().map(|run| match run.weight {
            Weight::Const(w) => w * run.len as f64,
            Weight::PerPixel(i) => coverage.weights()[i..i + run.len].iter().sum(),
        }).sum();
        let (area, size) = (shape.area(), truth.size());
        let allowed = 1e-13 * area + 1e-15 * size.max(1.0) * truth.perimeter();
        prop_assert!((npix - area).abs() <= allowed, "npix {} for {}, {:e} allowed", npix, area, allowed);
    }

    #[test]
    fn tiny_shapes_keep_their_relative_area(
        truth in shapes((-9.0..-0.5_f64).prop_map(|e| 10_f64.powf(e)), -4.0..4.0_f64),
        at in position(),
    ) {
        let shape = build(&truth);
        let scanned = Scanned::new(&shape, at, None, Sampling::Exact);
        let npix: f64 = scanned.weights.iter().sum();
        let area = shape.area();
        let inside_one = scanned.weights.len() == 1;
        let allowed = 1e-13 * area + if inside_one { 0.0 } else { 1e-15 * truth.perimeter() };
        prop_assert!((npix - area).abs() <= allowed, "npix {:e} for {:e}", npix, area);
    }

    #[test]
    fn centres_are_decided_by_the_shape(truth in any_shape(), at in position()) {
        check_sampled(&truth, at, 1)?;
    }

    #[test]
    fn centres_on_the_lattice(truth in even_shape(), at in position()) {
        check_sampled(&truth, at, 1)?;
    }

    #[test]
    fn samples_are_decided_by_the_shape(truth in prop_oneof![any_shape(), even_shape()], at in position(), n in 2..6_u32) {
        check_sampled(&truth, at, n)?;
    }

    #[test]
    fn whole_pixels_move_the_weights_exactly(
        truth in prop_oneof![any_shape(), even_shape()],
        (fx, fy) in (0..1024_i32, 0..1024_i32),
        (dx, dy) in (-3000..3000_i64, -3000..3000_i64),
        n in 0..3_u32,
    ) {
        let shape = build(&truth);
        let sampling = if n == 0 { Sampling::Exact } else { Sampling::Grid(n, Ties::Native) };
        let at = Point::new(f64::from(fx) / 1024.0, f64::from(fy) / 1024.0);
        let here = Scanned::new(&shape, at, None, sampling);
        let there = Scanned::new(&shape, Point::new(at.x + dx as f64, at.y + dy as f64), None, sampling);
        prop_assert_eq!(&here.weights, &there.weights);
        prop_assert_eq!((here.window.x0 + dx, here.window.y0 + dy), (there.window.x0, there.window.y0));
    }

    #[test]
    fn small_windows_have_the_weights_of_the_walk(truth in shapes(0.5..120.0_f64, -4.0..4.0_f64), at in position()) {
        // Most windows are too small to be walked, all but the largest of all.
        let shape = build(&truth);
        let quickest = Scanned::new(&shape, at, None, Sampling::Exact);
        let source = Prepared::new(shape.clone());
        let Some(place) = Place::new(at) else { panic!("{at:?} is finite") };
        let bounds = place.bounds(source.extents());
        let (mut coverage, mut scanner) = (Coverage::default(), Scanner::default());
        let scanned = scanner.scan_walked(At { source: &source, place: &place, bounds: &bounds }, bounds, Sampling::Exact, &mut coverage);
        prop_assert_eq!(scanned, Ok(()));
        let mut walked = vec![0.0; bounds.width() * bounds.height()];
        coverage.paint(&bounds, &mut walked);
        for (k, (x, y, weight)) in quickest.pixels().enumerate() {
            prop_assert!((weight - walked[k]).abs() <= 2e-13, "({x}, {y}): {weight}, walked {}", walked[k]);
        }
    }

    #[test]
    fn a_window_shows_what_the_box_holds(
        truth in any_shape(),
        at in position(),
        (left, width) in (-15..15_i64, 1..80_i64),
        (low, height) in (-15..15_i64, 1..80_i64),
        n in 0..3_u32,
    ) {
        // Windows may cut the shape, miss it, or be so wide that a list of cells takes the place of a tile, if there are samples.
        let shape = build(&truth);
        let sampling = if n == 0 { Sampling::Exact } else { Sampling::Grid(n, Ties::Native) };
        let (x0, y0) = (at.x as i64 + left, at.y as i64 + low);
        let window = Window { x0, x1: x0 + width, y0, y1: y0 + height };
        let whole = Scanned::new(&shape, at, None, sampling);
        let part = Scanned::new(&shape, at, Some(window), sampling);
        for (x, y, w) in part.pixels() {
            prop_assert!((w - whole.at(x, y)).abs() <= 1e-13, "pixel ({}, {}): {} for {}", x, y, w, whole.at(x, y));
        }
    }

    #[test]
    fn mirrors_and_quarter_turns(truth in any_shape(), (fx, fy) in (-0.5..0.5_f64, -0.5..0.5_f64)) {
        let shape = build(&truth);
        let angles = truth.values.len() - match truth.name { "ellip" | "rect" | "pill" => 1, "ellip_ann" | "rect_ann" | "pill_ann" => 2, _ => 0 };
        let with_angles = |change: &dyn Fn(f64) -> f64| {
            let mut other = truth.clone();
            other.values[angles..].iter_mut().for_each(|theta| *theta = change(*theta));
            build(&other)
        };
        let here = Scanned::new(&shape, Point::new(fx, fy), None, Sampling::Exact);
        let mirrored = Scanned::new(&with_angles(&|t| -t), Point::new(fx, -fy), None, Sampling::Exact);
        let turned = Scanned::new(&with_angles(&|t| t + 2.0 * FRAC_PI_4), Point::new(-fy, fx), None, Sampling::Exact);
        for (x, y, w) in here.pixels() {
            prop_assert!((w - mirrored.at(x, -y)).abs() <= 1e-13, "mirrored ({}, {})", x, y);
            prop_assert!((w - turned.at(-y, x)).abs() <= 1e-13, "turned ({}, {})", x, y);
        }
    }
}

#[test]
fn every_lattice_position_of_edges_on_the_grid() {
    // Edges on pixel sides, vertices on pixel corners, tangencies: all positions in steps of 1/20 px.
    let truths = [
        Truth::rect(3.0, 2.0, 0.0),
        Truth::rect(2.0, 5.0, 2.0 * FRAC_PI_4),
        Truth::rect(2.0, 2.0, FRAC_PI_4),
        Truth::circle(0.5),
        Truth::circle(1.5),
        Truth::circle(2.0),
        Truth::ellipse(3.0, 1.5, 2.0 * FRAC_PI_4),
        Truth::ellipse(2.5, 1.0, FRAC_PI_4),
        Truth::ring(1.0, 2.5),
        Truth::pill(2.0, 1.0, 1.0, 0.0),
        Truth::pill(3.0, 2.0, 1.5, 2.0 * FRAC_PI_4),
        Truth::pill(2.0, 1.5, 0.5, FRAC_PI_4),
    ];
    for truth in &truths {
        for k in 0..441 {
            let at = Point::new(10.0 + f64::from(k % 21) / 20.0, 10.0 + f64::from(k / 21) / 20.0);
            let checked = check_exact(truth, at).and_then(|()| check_sampled(truth, at, 1));
            assert!(checked.is_ok(), "{truth:?} at {at:?}: {checked:?}");
        }
    }
}

#[test]
fn a_huge_shape_costs_what_is_visible() {
    let frame = Frame { nx: 40, ny: 40 }.window();
    for truth in [Truth::circle(1e9), Truth::ellipse(1e9, 2e8, 0.3), Truth::rect(1e9, 1e9, 0.7)] {
        let seen = Scanned::new(&build(&truth), Point::new(20.0, 20.0), Some(frame), Sampling::Exact);
        assert_eq!(seen.weights.iter().sum::<f64>(), 1600.0, "{truth:?}");
    }
    // Its edge crosses the frame.
    let edge =
        Scanned::new(&build(&Truth::circle(1e9)), Point::new(20.0 - 1e9, 20.0), Some(frame), Sampling::Exact);
    assert!((edge.weights.iter().sum::<f64>() - 20.5 * 40.0).abs() < 1e-3);
}

#[test]
fn what_is_out_of_range_is_refused_or_harmless() {
    // Cells are numbered in 32 bits.
    let source = Prepared::new(build(&Truth::rect(9e9, 3.0, 0.0)));
    let place = Place::new(Point::new(5e9, 1.0)).unwrap_or_else(|| panic!("finite"));
    let window = Window { x0: 0, x1: 1 << 40, y0: 0, y1: 4 };
    let mut coverage = Coverage::default();
    let bounds = place.bounds(source.extents());
    let scanned = Scanner::default().scan(
        At { source: &source, place: &place, bounds: &bounds },
        window,
        Sampling::Exact,
        &mut coverage,
    );
    assert!(scanned.is_err());
    // Coordinates without a fraction, or without units: any weights, but weights of this window.
    for k in 0..3000 {
        let size = 10_f64.powf(15.0 + f64::from(k % 60) / 20.0);
        let at = Point::new(-size * 0.98, size * 0.06 + f64::from(k));
        let window = Some(Window { x0: 0, x1: 33, y0: 0, y1: 61 });
        let shape = build(&Truth::ellipse(size, 0.03 * size, -3.2 + 0.001 * f64::from(k)));
        let scanned = Scanned::new(&shape, at, window, Sampling::Exact);
        assert!(scanned.weights.iter().all(|w| (0.0..=1.0).contains(w)));
    }
}

#[test]
fn thin_rings_keep_their_digits() {
    for (r, width) in [(10.0, 1e-5), (100.3, 1e-4), (3.7, 4e-6)] {
        let shape = build(&Truth::ring(r, r + width));
        let scanned = Scanned::new(&shape, Point::new(20.3, 17.6), None, Sampling::Exact);
        let relative = scanned.weights.iter().sum::<f64>() / shape.area() - 1.0;
        assert!(relative.abs() < 1e-7, "r = {r}, width {width}: {relative:e}");
    }
}

#[test]
fn a_round_ellipse_is_a_circle_at_any_angle() {
    for k in 0..50 {
        let at = Point::new(10.25 + f64::from(k) / 20.0, 9.75);
        let disc = Scanned::new(&build(&Truth::circle(3.75)), at, None, Sampling::Exact);
        let round = Scanned::new(&build(&Truth::ellipse(3.75, 3.75, 2.0)), at, None, Sampling::Exact);
        assert_eq!((disc.window, disc.weights), (round.window, round.weights));
    }
}

#[test]
fn the_thinnest_shapes_hold_the_centres_they_contain() {
    for thickness in [1e-9, 1e-13, 1e-17, 1e-30] {
        let truth = Truth::rect(2.5, thickness, 0.0);
        for at in [Point::new(20.5, 7.0), Point::new(20.0, 7.0), Point::new(20.0, 7.5)] {
            assert!(check_sampled(&truth, at, 1).is_ok(), "{thickness} at {at:?}");
        }
        assert!(check_sampled(&Truth::circle(thickness), Point::new(3.0, 4.0), 1).is_ok());
    }
}

#[test]
fn points_belong_to_the_pixel_of_their_centre() {
    for (x, y) in [(3.2, 4.4), (3.5, 4.5), (-0.4, 0.0)] {
        let shape = build(&Truth::circle(1e-13));
        let at = Point::new(x, y);
        let scanned =
            Scanned::new(&shape, at, Some(Window { x0: -5, x1: 9, y0: -5, y1: 9 }), Sampling::Exact);
        assert_eq!(scanned.at((x + 0.5).floor() as i64, (y + 0.5).floor() as i64), shape.area());
    }
}

#[test]
fn dense_coverage_ends_with_its_window() {
    let shape =
        |kind: Kind, values: &[f64]| kind.build(values, Ties::Native).unwrap_or_else(|e| panic!("{e}"));
    let circle = |r| shape(Kind::Circle, &[r]);
    for shape in [
        circle(3.3),
        circle(11.0),
        circle(25.0),
        shape(Kind::CircleAnnulus, &[2.0, 9.0]),
        shape(Kind::Rect, &[9.0, 5.0, 0.3]),
    ] {
        let (source, place) = (Prepared::new(shape), Place::new(Point::new(40.2, 23.6)));
        let Some(place) = place else { panic!("finite") };
        let bounds = place.bounds(source.extents());
        for columns in 1..bounds.x1 - bounds.x0 {
            let window = Window { x1: bounds.x0 + columns, ..bounds };
            let (mut scanner, mut out) = (Scanner::default(), Coverage::default());
            let done = scanner.scan_any(
                At { source: &source, place: &place, bounds: &bounds },
                window,
                Sampling::Exact,
                &mut out,
            );
            assert!(done.is_ok());
            let Some(dense) = out.dense() else { panic!("a small window") };
            let width = window.width();
            assert!(dense.weights.chunks(dense.stride).all(|row| row[width..].iter().all(|&w| w == 0.0)));
        }
    }
}
