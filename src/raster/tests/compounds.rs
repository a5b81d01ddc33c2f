//! What must hold of combinations of shapes: of two that cross, touch, share edges, or are the same.

use super::Scanned;
use crate::geometry::{AnyShape, Compound, EdgeRule, FillRule, Kind, Member, Path, Point, Rule, Shape, Ties};
use crate::raster::*;
use proptest::prelude::*;
use std::f64::consts::{FRAC_PI_4, TAU};
use std::sync::Arc;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A shape at a place.
type Placed = (AnyShape, Point);

fn build(kind: Kind, values: &[f64]) -> AnyShape {
    kind.build(values, Ties::Native).unwrap_or_else(|error| panic!("{kind:?} {values:?}: {error}"))
}

/// The combination, from the position of a source at `at`.
fn combined(rule: &str, shapes: &[&Placed], at: Point) -> AnyShape {
    let member =
        |(shape, place): &&Placed| Member { shape: shape.clone(), stays: Some(*place), offset: *place + -at };
    let rule = Rule::parse(rule).unwrap_or_else(|error| panic!("{error}"));
    AnyShape::Compound(Arc::new(Compound::new(shapes.iter().map(member).collect(), Arc::new(rule))))
}

/// A star whose vertices are at these radii.
fn star(radii: &[f64], turn: f64) -> AnyShape {
    let mut data = vec![];
    for (k, r) in radii.iter().enumerate() {
        let (sin, cos) = (TAU * k as f64 / radii.len() as f64 + turn).sin_cos();
        data.extend([r * cos, r * sin, 0.0, 0.0, 0.0, 0.0]);
    }
    data.extend([0.0; 6]);
    let mut kinds = vec![1; radii.len() + 1];
    (kinds[0], kinds[radii.len()]) = (0, 3);
    let path = Path::from_encoded(&kinds, &data, EdgeRule::Open, FillRule::Nonzero);
    AnyShape::Path(Arc::new(path.unwrap_or_else(|error| panic!("{error}"))))
}

fn shape_of(size: BoxedStrategy<f64>, angle: BoxedStrategy<f64>) -> impl Strategy<Value = AnyShape> {
    let three = (size.clone(), size.clone(), angle.clone());
    let ratio = prop_oneof![Just(0.5), 0.1..0.95_f64];
    prop_oneof![
        size.clone().prop_map(|r| build(Kind::Circle, &[r])),
        three.clone().prop_map(|(a, b, t)| build(Kind::Ellipse, &[a, b, t])),
        three.clone().prop_map(|(w, h, t)| build(Kind::Rect, &[w, h, t])),
        (size.clone(), ratio.clone()).prop_map(|(r, q)| build(Kind::CircleAnnulus, &[q * r, r])),
        (three.clone(), ratio.clone(), angle.clone())
            .prop_map(|((a, b, t), q, u)| build(Kind::EllipseAnnulus, &[q * a, b * q, a, b, u, t])),
        (three.clone(), ratio.clone(), angle.clone())
            .prop_map(|((w, h, t), q, u)| build(Kind::RectAnnulus, &[q * w, h * q, w, h, u, t])),
        three.clone().prop_map(|(w, b, t)| build(Kind::Pill, &[w, b, b, t])),
        (size.clone(), ratio, angle.clone(), 0.2..6.0_f64)
            .prop_map(|(r, q, t, w)| build(Kind::Wedge, &[q * r, r, t, w, t, w])),
        (prop::collection::vec(size, 3..30), angle).prop_map(|(radii, turn)| star(&radii, turn)),
    ]
}

/// Shapes whose edges meet in all the ways that chance would not bring about: sizes and places of half pixels.
fn even() -> impl Strategy<Value = Placed> {
    let size = (1..16_i32).prop_map(|k| 0.5 * f64::from(k)).boxed();
    let angle = (-8..8_i32).prop_map(|k| FRAC_PI_4 * f64::from(k)).boxed();
    let place = (-10..10_i32, -10..10_i32);
    (shape_of(size, angle), place)
        .prop_map(|(shape, (x, y))| (shape, Point::new(0.5 * f64::from(x), 0.5 * f64::from(y))))
}

fn odd() -> impl Strategy<Value = Placed> {
    let size = prop_oneof![0.05..3.0_f64, 0.5..9.0_f64].boxed();
    (shape_of(size, (-7.0..7.0_f64).boxed()), (-6.0..6.0_f64, -6.0..6.0_f64))
        .prop_map(|(shape, (x, y))| (shape, Point::new(x, y)))
}

fn placed() -> impl Strategy<Value = Placed> {
    prop_oneof![even(), odd()]
}

/// Far away places are multiples of 2⁻²⁰, so that they move what is near them without rounding.
fn shift() -> impl Strategy<Value = Point> {
    let one = || prop_oneof![Just(0.0), Just(0.25), Just(1_048_576.25), Just(-2_000_001.5)];
    (one(), one()).prop_map(|(x, y)| Point::new(x, y))
}

/// All pixels that any of the shapes could touch.
fn window(at: Point) -> Window {
    let (x, y) = (at.x.floor() as i64, at.y.floor() as i64);
    Window { x0: x - 30, x1: x + 31, y0: y - 30, y1: y + 31 }
}

fn weights(shape: &AnyShape, at: Point, window: Window, sampling: Sampling) -> Vec<f64> {
    let scanned = Scanned::new(shape, at, None, sampling);
    let pixels = (window.y0..window.y1).flat_map(|y| (window.x0..window.x1).map(move |x| (x, y)));
    pixels.map(|(x, y)| scanned.at(x, y)).collect()
}

/// Weights in every pixel: those of a combination at the place of its first member, and of a shape at its own.
fn exact(rule: &str, shapes: &[&Placed], window: Window) -> Vec<f64> {
    weights(&combined(rule, shapes, shapes[0].1), shapes[0].1, window, Sampling::Exact)
}

fn alone(shape: &Placed, window: Window) -> Vec<f64> {
    weights(&shape.0, shape.1, window, Sampling::Exact)
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn two_shapes(a in placed(), b in placed()) {
        let window = window(Point::default());
        let (w_a, w_b) = (alone(&a, window), alone(&b, window));
        let of = |rule: &str| exact(rule, &[&a, &b], window);
        let (and, or, xor, minus) = (of("..&"), of("..|"), of("..^"), of("..-"));
        for i in 0..w_a.len() {
            for w in [and[i], or[i], xor[i], minus[i]] {
                prop_assert!((0.0..=1.0).contains(&w), "weight {w}");
            }
            let (sum, all) = (w_a[i] + w_b[i], format!("{} {}: {} {} {} {}", w_a[i], w_b[i], and[i], or[i], xor[i], minus[i]));
            prop_assert!((or[i] - (sum - and[i])).abs() <= 1e-12, "or: {all}");
            prop_assert!((xor[i] - (sum - 2.0 * and[i])).abs() <= 1e-12, "xor: {all}");
            prop_assert!((minus[i] - (w_a[i] - and[i])).abs() <= 1e-12, "minus: {all}");
            prop_assert!(and[i] <= w_a[i].min(w_b[i]) + 1e-12 && and[i] >= sum - 1.0 - 1e-12, "and: {all}");
        }
        for (rule, w) in [("..&", and), ("..|", or), ("..^", xor), ("..-", minus)] {
            let (area, npix) = (combined(rule, &[&a, &b], a.1).area(), w.iter().sum::<f64>());
            prop_assert!((area - npix).abs() <= 1e-12 * area.max(1.0), "{rule}: area {area}, npix {npix}");
        }
    }

    #[test]
    fn one_shape_twice(a in placed(), shift in shift()) {
        let window = window(a.1);
        let whole = alone(&a, window);
        for rule in ["..&", "..|", ".", "..-.|", "..&.^.|"] {
            let n = rule.matches('.').count();
            for (w, expected) in exact(rule, &vec![&a; n], window).iter().zip(&whole) {
                prop_assert!((w - expected).abs() <= 1e-13, "{rule}: {w} for {expected}");
            }
        }
        for rule in ["..^", "..-", "..-.&"] {
            let n = rule.matches('.').count();
            let nothing = combined(rule, &vec![&a; n], a.1);
            prop_assert_eq!(nothing.area(), 0.0);
            prop_assert!(exact(rule, &vec![&a; n], window).iter().all(|&w| w == 0.0), "{}", rule);
            // Seen from elsewhere its edges are rounded, all in the same way.
            let elsewhere = combined(rule, &vec![&a; n], a.1 + shift);
            prop_assert_eq!(elsewhere.area(), 0.0);
        }
    }

    #[test]
    fn deeper_ones(a in placed(), b in placed(), c in placed()) {
        let window = window(Point::default());
        let of = |rule: &str, shapes: &[&Placed]| exact(rule, shapes, window);
        // Distribution, de Morgan, association, and inclusion and exclusion.
        for (left, right) in [
            (of("..|.&", &[&a, &b, &c]), of("..&..&|", &[&a, &c, &b, &c])),
            (of("...|-", &[&a, &b, &c]), of("..-.-", &[&a, &b, &c])),
            (of("..^.^", &[&a, &b, &c]), of("...^^", &[&c, &a, &b])),
            (of("..^", &[&a, &b]), of("..-..-|", &[&a, &b, &b, &a])),
        ] {
            for (l, r) in left.iter().zip(&right) {
                prop_assert!((l - r).abs() <= 1e-12, "{l} {r}");
            }
        }
        let single: Vec<_> = [&a, &b, &c].iter().map(|one| alone(one, window)).collect();
        let pairs: Vec<_> =
            [(&a, &b), (&a, &c), (&b, &c)].iter().map(|(p, q)| of("..&", &[p, q])).collect();
        let (any, all) = (of("..|.|", &[&a, &b, &c]), of("..&.&", &[&a, &b, &c]));
        for i in 0..any.len() {
            let sum = |of: &[Vec<f64>]| of.iter().map(|w| w[i]).sum::<f64>();
            let expected = sum(&single) - sum(&pairs) + all[i];
            prop_assert!((any[i] - expected).abs() <= 1e-12, "{} for {expected}", any[i]);
        }
    }

    #[test]
    fn places_move_nothing_but_the_pixels(a in even(), b in even(), shift in shift()) {
        let (near, far) = (window(Point::default()), window(shift));
        let moved = |(shape, place): &Placed| (shape.clone(), *place + shift);
        for rule in ["..&", "..|", "..^", "..-"] {
            let whole = Point::new(shift.x.floor(), shift.y.floor());
            let (from, to) = (exact(rule, &[&moved(&a), &moved(&b)], far), {
                let back = |(shape, place): &Placed| (shape.clone(), *place + shift + -whole);
                exact(rule, &[&back(&a), &back(&b)], near)
            });
            for (l, r) in from.iter().zip(&to) {
                prop_assert!((l - r).abs() <= 1e-13, "{rule}: {l} {r}");
            }
        }
    }

    #[test]
    fn samples_are_judged_by_the_members(a in placed(), b in placed(), c in placed(), s in 1..4_u32) {
        let window = window(Point::default());
        for ties in [Ties::Native, Ties::Photutils] {
            let sampling = Sampling::Grid(s, ties);
            let of = |rule: &str, shapes: &[&Placed]| {
                weights(&combined(rule, shapes, shapes[0].1), shapes[0].1, window, sampling)
            };
            let (w_a, w_b) = (weights(&a.0, a.1, window, sampling), weights(&b.0, b.1, window, sampling));
            let (and, or) = (of("..&", &[&a, &b]), of("..|", &[&a, &b]));
            let minus = of("..-", &[&a, &b]);
            for i in 0..w_a.len() {
                // Counts, but for a rounding of the last bit.
                prop_assert!((or[i] + and[i] - w_a[i] - w_b[i]).abs() < 1e-12);
                prop_assert!((minus[i] + and[i] - w_a[i]).abs() < 1e-12);
            }
            if s == 1 {
                let w_c = weights(&c.0, c.1, window, sampling);
                let got = of("..^.-", &[&a, &b, &c]);
                for i in 0..w_a.len() {
                    prop_assert_eq!(got[i] == 1.0, ((w_a[i] == 1.0) != (w_b[i] == 1.0)) && w_c[i] == 0.0);
                }
            }
        }
    }
}

/// Area of the part common to two circles of radii r and R, d apart.
fn lens(r: f64, big: f64, d: f64) -> f64 {
    if d >= r + big {
        return 0.0;
    }
    if d <= (r - big).abs() {
        return std::f64::consts::PI * r.min(big).powi(2);
    }
    let foot = (r - big) * (r + big) / d;
    let (x, y) = (0.5 * (d + foot), 0.5 * (d - foot));
    let half = ((r - x) * (r + x)).max(0.0).sqrt();
    r * r * half.atan2(x) - x * half + big * big * half.atan2(y) - y * half
}

#[test]
fn circles_near_tangency() {
    let circle = |r, x: f64, y: f64| (build(Kind::Circle, &[r]), Point::new(x, y));
    for (r, big) in [(3.0, 3.0), (1.5, 5.0), (0.4, 7.0)] {
        for gap in [-1e-2_f64, -1e-6, -1e-9, -1e-12, -1e-15, 0.0, 1e-15, 1e-9] {
            for k in 0..16 {
                let (sin, cos) = (TAU * f64::from(k) / 16.0).sin_cos();
                for d in [r + big + gap, big - r + gap] {
                    let pair = [circle(big, 0.0, 0.0), circle(r, d * cos, d * sin)];
                    let got = combined("..&", &[&pair[0], &pair[1]], Point::default()).area();
                    let expected = lens(r, big, d.abs());
                    assert!((got - expected).abs() < 1e-9, "{r} {big} {gap} {k}: {got} for {expected}");
                    let window = window(Point::default());
                    let npix: f64 = exact("..&", &[&pair[0], &pair[1]], window).iter().sum();
                    assert!((npix - got).abs() < 1e-12, "{r} {big} {gap} {k}: {npix} for {got}");
                }
            }
        }
    }
}

#[test]
fn tiny_ones_beside_large_ones() {
    let large = (build(Kind::Circle, &[40.0]), Point::new(0.3, 0.2));
    for size in [1e-3, 1e-6, 1e-9] {
        let tiny = (build(Kind::Rect, &[size, size, 0.3]), Point::new(3.0, 2.5));
        let area = |rule| combined(rule, &[&tiny, &large], tiny.1).area();
        assert!((area("..&") / (size * size) - 1.0).abs() < 1e-9, "{size}");
        assert_eq!(area("..-"), 0.0);
        let whole = large.0.area();
        assert!((area("..|") - whole).abs() < 1e-11, "{size}");
        assert!((area("..^") - (whole - size * size)).abs() < 1e-11, "{size}");
    }
}

#[test]
fn far_apart_and_not_finite() {
    let circle = |x: f64| (build(Kind::Circle, &[2.0]), Point::new(x, 0.0));
    for x in [1e3, 1e9, 1e300, f64::MAX, f64::INFINITY, f64::NAN] {
        let shape = combined("..-", &[&circle(0.0), &circle(x)], Point::default());
        assert!(!x.is_finite() || (shape.area() - 4.0 * std::f64::consts::PI).abs() < 1e-14, "{x}");
        assert_eq!(combined("..&", &[&circle(0.0), &circle(x)], Point::default()).area(), 0.0);
        let _ = combined("..^", &[&circle(0.0), &circle(x)], Point::default()).area();
    }
}

#[test]
fn many_vertices_and_many_shapes() {
    let radii = |n: usize, low: f64| (0..n).map(|k| if k % 2 == 0 { low } else { 30.0 }).collect::<Vec<_>>();
    let (a, b) = (
        (star(&radii(500, 12.0), 0.0), Point::default()),
        (star(&radii(500, 9.0), 0.01), Point::new(0.5, 1.0)),
    );
    let area = |rule| combined(rule, &[&a, &b], a.1).area();
    let (and, or) = (area("..&"), area("..|"));
    assert!((or + and - a.0.area() - b.0.area()).abs() < 1e-9);
    // A pile of discs, each of which overlaps some others.
    let n = 400;
    let discs: Vec<_> = (0..n)
        .map(|k| {
            let place = Point::new(f64::from(k % 20) * 1.5, f64::from(k / 20) * 1.5);
            (build(Kind::Circle, &[1.0]), place)
        })
        .collect();
    let all: Vec<_> = discs.iter().collect();
    let union = combined(&(".".to_owned() + &".|".repeat(n as usize - 1)), &all, Point::default()).area();
    // Neighbours in a row and a column have a lens in common, others nothing.
    let expected = f64::from(n) * std::f64::consts::PI - 2.0 * 20.0 * 19.0 * lens(1.0, 1.0, 1.5);
    assert!((union - expected).abs() < 1e-9, "{union} {expected}");
}

#[test]
fn ellipses_with_their_tips_on_a_circle() {
    // As the angle along an ellipse begins at a tip and ends there, a crossing there belongs to both ends, or to neither.
    let disc = (build(Kind::Circle, &[4.5]), Point::new(0.5, -1.0));
    for k in 0..64 {
        let (theta, from) = (FRAC_PI_4 * f64::from(k % 16 - 8), FRAC_PI_4 * f64::from(k / 8));
        let tip = disc.1 + Point::new(4.5 * from.cos(), 4.5 * from.sin());
        let ellipse = build(Kind::Ellipse, &[1.5, 2.0, theta]);
        for at in [tip + Point::new(-1.5 * theta.cos(), -1.5 * theta.sin()), Point::new(-2.5, 2.0)] {
            let ellipse = (ellipse.clone(), at);
            let window = window(Point::default());
            let (and, or) =
                (exact("..&", &[&ellipse, &disc], window), exact("..|", &[&ellipse, &disc], window));
            let (one, other) = (alone(&ellipse, window), alone(&disc, window));
            for i in 0..and.len() {
                assert!((or[i] - (one[i] + other[i] - and[i])).abs() <= 1e-12, "{theta} at {at:?}");
            }
        }
    }
}
