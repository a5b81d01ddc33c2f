//! What must hold between shapes: parts add up to the whole, and one region has one coverage however it is described.

use super::oracle::clipped_polygon;
use super::{Scanned, position};
use crate::geometry::{AnyShape, EdgeRule, FillRule, Kind, Path, Point, Shape, Ties};
use crate::raster::*;
use proptest::prelude::*;
use std::f64::consts::{FRAC_PI_4, PI, TAU};
use std::sync::Arc;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() }
}

fn build(kind: Kind, values: &[f64]) -> AnyShape {
    kind.build(values, Ties::Native).unwrap_or_else(|error| panic!("{kind:?} {values:?}: {error}"))
}

fn path(commands: &[(i8, [f64; 6])]) -> crate::error::Result<AnyShape> {
    let kinds: Vec<i8> = commands.iter().map(|c| c.0).collect();
    let data: Vec<f64> = commands.iter().flat_map(|c| c.1).collect();
    let path = Path::from_encoded(&kinds, &data, EdgeRule::Closed, FillRule::Nonzero)?;
    Ok(AnyShape::Path(Arc::new(path)))
}

fn polygon(vertices: &[Point]) -> Vec<(i8, [f64; 6])> {
    let point = |p: &Point| [p.x, p.y, 0.0, 0.0, 0.0, 0.0];
    let kinds = std::iter::once(0).chain(std::iter::repeat(1));
    let mut commands: Vec<_> = kinds.zip(vertices.iter().map(point)).collect();
    commands.push((3, [0.0; 6]));
    commands
}

/// A pixel of the sum of some coverages equals that of the sum of others, and all their weights are weights.
fn check_sums(left: &[&AnyShape], right: &[&AnyShape], at: Point) -> Result<(), TestCaseError> {
    let scan = |shapes: &[&AnyShape]| -> Vec<Scanned> {
        shapes.iter().map(|shape| Scanned::new(shape, at, None, Sampling::Exact)).collect()
    };
    let (a, b) = (scan(left), scan(right));
    let total = |scanned: &[Scanned], x, y| scanned.iter().map(|s| s.at(x, y)).sum::<f64>();
    // Every weight on either side may be off by 1e-13.
    let allowed = 1e-13 * (a.len() + b.len()) as f64;
    for scanned in a.iter().chain(&b) {
        for (x, y, w) in scanned.pixels() {
            prop_assert!((0.0..=1.0).contains(&w), "weight {w}");
            let (l, r) = (total(&a, x, y), total(&b, x, y));
            prop_assert!((l - r).abs() <= allowed, "pixel ({x}, {y}): {l} for {r}");
        }
    }
    Ok(())
}

/// The weights add up to the area, and centres are judged by the shape itself, inside the box and around it.
fn check_alone(shape: &AnyShape, at: Point) -> Result<(), TestCaseError> {
    let exact = Scanned::new(shape, at, None, Sampling::Exact);
    let npix: f64 = exact.weights.iter().sum();
    // Both contours of an annulus are shorter than this.
    let (area, size) = (shape.area(), shape.extents().size());
    let allowed = 1e-13 * area + 1e-15 * size.max(1.0) * 8.0 * size;
    prop_assert!((npix - area).abs() <= allowed, "npix {npix} for {area}");
    let centre = Scanned::new(shape, at, None, Sampling::Grid(1, Ties::Native));
    let w = centre.window;
    for (x, y) in (w.y0 - 1..=w.y1).flat_map(|y| (w.x0 - 1..=w.x1).map(move |x| (x, y))) {
        let inside = shape.contains(Point::new(x as f64 - at.x, y as f64 - at.y));
        prop_assert_eq!(centre.at(x, y), f64::from(u8::from(inside)), "pixel ({}, {})", x, y);
    }
    Ok(())
}

fn radius() -> impl Strategy<Value = f64> {
    prop_oneof![0.3..12.0_f64, (1..24_i32).prop_map(|k| 0.5 * f64::from(k))]
}

fn angle() -> impl Strategy<Value = f64> {
    prop_oneof![-7.0..7.0_f64, (-8..8_i32).prop_map(|k| FRAC_PI_4 * f64::from(k))]
}

fn width() -> impl Strategy<Value = f64> {
    prop_oneof![0.01..6.2_f64, (1..8_i32).prop_map(|k| FRAC_PI_4 * f64::from(k))]
}

/// Vertices around the origin, whose polygon does not cross itself.
fn star() -> impl Strategy<Value = Vec<Point>> {
    let even = prop::collection::vec((1..16_i32).prop_map(|k| 0.5 * f64::from(k)), 8);
    let any = prop::collection::vec(0.2..9.0_f64, 3..40);
    let around = |radii: Vec<f64>, shift: f64| {
        let n = radii.len() as f64;
        let vertex = |(k, r): (usize, &f64)| {
            let (sin, cos) = (TAU * k as f64 / n + shift).sin_cos();
            Point::new(r * cos, r * sin)
        };
        radii.iter().enumerate().map(vertex).collect::<Vec<_>>()
    };
    prop_oneof![even.prop_map(move |r| around(r, 0.0)), (any, angle()).prop_map(move |(r, t)| around(r, t))]
}

/// A shift that hardly tilts a side, or not at all.
fn next_to_nothing() -> impl Strategy<Value = f64> {
    let sizes = prop_oneof![
        2 => Just(0.0),
        1 => Just(1e-310),
        4 => (-18..-2_i32).prop_map(|power| 10_f64.powi(power)),
    ];
    (sizes, any::<bool>()).prop_map(|(size, below)| if below { -size } else { size })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn sectors_make_a_ring(r in radius(), ratio in 0.05..0.95_f64, theta in angle(), width in width(), at in position()) {
        let sector = |theta, width| build(Kind::Wedge, &[ratio * r, r, theta, width, theta, width]);
        let (one, rest) = (sector(theta, width), sector(theta + PI, TAU - width));
        check_sums(&[&one, &rest], &[&build(Kind::CircleAnnulus, &[ratio * r, r])], at)?;
        check_alone(&one, at)?;
    }

    #[test]
    fn general_wedges_are_paths(
        r in radius(), ratio in 0.1..0.9_f64, inner in angle(), widths in (width(), width()), turn in -1.0..1.0_f64, at in position(),
    ) {
        let (r_in, outer) = (ratio * r, inner + turn);
        let wedge = Kind::Wedge.build(&[r_in, r, inner, widths.0, outer, widths.1], Ties::Native);
        let corner = |r: f64, angle: f64| [r * angle.cos(), r * angle.sin(), 0.0, 0.0, 0.0, 0.0];
        let (right_in, left_in) = (inner - 0.5 * widths.0, inner + 0.5 * widths.0);
        let right_out = outer - 0.5 * widths.1;
        let same = path(&[
            (0, corner(r_in, right_in)),
            (1, corner(r, right_out)),
            (2, [0.0, 0.0, r, right_out, widths.1, 0.0]),
            (1, corner(r_in, left_in)),
            (2, [0.0, 0.0, r_in, left_in, -widths.0, 0.0]),
            (3, [0.0; 6]),
        ]);
        prop_assert_eq!(wedge.is_ok(), same.is_ok());
        if let (Ok(wedge), Ok(same)) = (wedge, same) {
            check_sums(&[&wedge], &[&same], at)?;
            check_alone(&wedge, at)?;
        }
    }

    #[test]
    fn arcs_make_a_circle(r in radius(), start in angle(), cuts in prop::collection::vec(0.02..0.98_f64, 1..4), clockwise: bool, at in position()) {
        let mut cuts = cuts;
        cuts.extend([0.0, 1.0]);
        cuts.sort_by(f64::total_cmp);
        cuts.dedup_by(|a, b| *a - *b < 1e-3);
        let turn = if clockwise { -TAU } else { TAU };
        let mut commands = vec![(0, [r * start.cos(), r * start.sin(), 0.0, 0.0, 0.0, 0.0])];
        commands.extend(cuts.windows(2).map(|c| (2, [0.0, 0.0, r, start + turn * c[0], turn * (c[1] - c[0]), 0.0])));
        commands.push((3, [0.0; 6]));
        let Ok(disc) = path(&commands) else { panic!("{commands:?}") };
        check_sums(&[&disc], &[&build(Kind::Circle, &[r])], at)?;
        check_alone(&disc, at)?;
    }

    #[test]
    fn polygons_are_clipped(vertices in star(), at in position()) {
        let Ok(shape) = path(&polygon(&vertices)) else { return Ok(()) };
        check_alone(&shape, at)?;
        for (x, y, w) in Scanned::new(&shape, at, None, Sampling::Exact).pixels() {
            let low = Point::new((x as f64 - at.x) - 0.5, (y as f64 - at.y) - 0.5);
            let expected = clipped_polygon(&vertices, low);
            prop_assert!((w - expected).abs() <= 1e-13, "pixel ({x}, {y}): {w} for {expected}");
        }
    }

    #[test]
    fn sides_that_are_nearly_level_or_upright(
        sizes in (1..14_i32, 1..14_i32), off in prop::collection::vec(next_to_nothing(), 8), at in position(),
    ) {
        let (w, h) = (0.5 * f64::from(sizes.0), 0.5 * f64::from(sizes.1));
        let corners = [(-w, -h), (w, -h), (w, h), (-w, h)];
        let corner = |((x, y), off): ((f64, f64), &[f64])| Point::new(x + off[0], y + off[1]);
        let vertices: Vec<Point> = corners.into_iter().zip(off.chunks_exact(2)).map(corner).collect();
        let Ok(shape) = path(&polygon(&vertices)) else { return Ok(()) };
        for (x, y, weight) in Scanned::new(&shape, at, None, Sampling::Exact).pixels() {
            let (dx, dy) = (x as f64 - at.x, y as f64 - at.y);
            let expected = clipped_polygon(&vertices, Point::new(dx - 0.5, dy - 0.5));
            // What is less than 1e-13 counts as nothing; by rounding what is a little more may be less.
            prop_assert!((weight - expected).abs() <= 1.01e-13, "pixel ({x}, {y}): {weight} for {expected}");
            let inside = dx.abs() + 0.51 < w && dy.abs() + 0.51 < h;
            prop_assert!(!inside || weight == 1.0, "pixel ({x}, {y}): {weight}");
        }
    }

    #[test]
    fn holes_take_away_what_they_cover(vertices in star(), size in 0.05..0.5_f64, shift in 0.0..1.0_f64, at in position()) {
        // Two copies of the contour, shrunk and shifted so that they overlap: together they cover less than twice one.
        let copy = |dx: f64| -> Vec<Point> {
            vertices.iter().map(|p| Point::new(0.1 * size * p.x + dx, 0.1 * size * p.y)).collect()
        };
        let contours = [copy(0.0), copy(0.05 * shift)].map(|c| polygon(&c));
        let outer = polygon(&vertices);
        let whole = path(&outer);
        let holed = path(&[outer.clone(), contours[0].clone(), contours[1].clone()].concat());
        let (Ok(whole), Ok(holed)) = (whole, holed) else { return Ok(()) };
        check_alone(&holed, at)?;
        if let Ok(once) = path(&[outer, contours[0].clone()].concat()) {
            let hole = path(&contours[0]).unwrap_or_else(|error| panic!("{error}"));
            check_sums(&[&once, &hole], &[&whole], at)?;
        }
    }

    #[test]
    fn inner_shapes_that_stick_out(
        kind in prop_oneof![Just(Kind::EllipseAnnulus), Just(Kind::RectAnnulus)],
        long in radius(), thin in 0.05..0.9_f64, angles in (angle(), angle()), at in position(),
    ) {
        // A without B, and B: as much as B without A, and A, if both have the same sizes but for next to nothing.
        let less = |size: f64| size * (1.0 - 1e-15);
        let (a, b) = (long, thin * long);
        let annulus = |inner, outer| build(kind, &[less(a), less(b), a, b, inner, outer]);
        let simple = |theta| build(if kind == Kind::RectAnnulus { Kind::Rect } else { Kind::Ellipse }, &[a, b, theta]);
        let rest = annulus(angles.0, angles.1);
        check_sums(&[&rest, &simple(angles.0)], &[&annulus(angles.1, angles.0), &simple(angles.1)], at)?;
        check_alone(&rest, at)?;
    }

    #[test]
    fn pills_that_stick_out(w in radius(), a in radius(), b in radius(), angles in (angle(), angle()), at in position()) {
        let annulus = build(Kind::PillAnnulus, &[0.9 * w, 0.8 * a, 0.7 * b, w, a, b, angles.0, angles.1]);
        check_alone(&annulus, at)?;
    }
}
