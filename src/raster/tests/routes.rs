//! What each way to a coverage gains: `cargo test --release routes -- --ignored --nocapture`.
//!
//! It prints nanoseconds a source, in cache, for what is taken and for the ways that would serve the same shape. A way that gains less
//! than 15 % on the calls that matter is not worth its code.

use crate::geometry::{AnyShape, Kind, Point, Ties};
use crate::raster::aligned::Aligned;
use crate::raster::clip::Clip;
use crate::raster::samples::Samples;
use crate::raster::small::scan_outline;
use crate::raster::{At, Coverage, Place, Prepared, Sampling, Scanner};
use std::hint::black_box;
use std::time::Instant;

/// Sources of each shape, at positions of all fractions.
const SOURCES: usize = 200;
/// What is below the weights of these shapes.
const CUTOFF: f64 = 1e-13;

/// Nanoseconds a source: the least of many rounds.
fn time(places: &[Place], mut scan: impl FnMut(&Place)) -> f64 {
    let mut least = f64::INFINITY;
    for _ in 0..40 {
        let start = Instant::now();
        places.iter().for_each(&mut scan);
        least = least.min(start.elapsed().as_secs_f64());
    }
    least * 1e9 / places.len() as f64
}

fn places() -> Vec<Place> {
    let at = |i: usize| Point::new(100.0 + (i as f64 * 0.618).fract(), 100.0 + (i as f64 * 0.414).fract());
    (0..SOURCES).filter_map(|i| Place::new(at(i))).collect()
}

fn shapes() -> Vec<(String, AnyShape)> {
    let circles = [1.5, 3.0, 5.0, 10.0, 30.0, 100.0].map(|r| (Kind::Circle, vec![r]));
    let others = [
        (Kind::CircleAnnulus, vec![8.0, 12.0]),
        (Kind::Ellipse, vec![8.0, 4.0, 0.5]),
        (Kind::EllipseAnnulus, vec![6.0, 3.0, 10.0, 5.0, 0.5, 0.5]),
        (Kind::Rect, vec![12.0, 6.0, 0.5]),
        (Kind::Pill, vec![8.0, 4.0, 4.0, 0.5]),
        (Kind::Wedge, vec![5.0, 20.0, 0.3, 1.0, 0.3, 1.0]),
    ];
    let build = |(kind, values): (Kind, Vec<f64>)| {
        let shape = kind.build(&values, Ties::Native).unwrap_or_else(|error| panic!("{error}"));
        (format!("{} {values:?}", kind.name()), shape)
    };
    circles.into_iter().chain(others).map(build).collect()
}

#[test]
#[ignore = "it measures time"]
fn what_routes_gain() {
    let places = places();
    println!("{:44} {:>8} {:>8} {:>8}", "areas", "taken", "small", "walk");
    for (name, shape) in shapes() {
        let source = Prepared::new(shape);
        let (mut scanner, mut out, mut spare) = (Scanner::default(), Coverage::default(), Aligned::default());
        let taken = time(&places, |place| {
            let bounds = place.bounds(source.extents());
            let at = At { source: &source, place, bounds: &bounds };
            assert!(scanner.scan_any(at, bounds, Sampling::Exact, black_box(&mut out)).is_ok());
        });
        let small = time(&places, |place| {
            let bounds = place.bounds(source.extents());
            out.reset(bounds, CUTOFF);
            let clip = Clip::new(&bounds, place);
            scan_outline(source.outline().pieces(), place.centre, &clip, &mut spare, black_box(&mut out));
        });
        let walk = time(&places, |place| {
            let bounds = place.bounds(source.extents());
            let at = At { source: &source, place, bounds: &bounds };
            assert!(scanner.scan_walked(at, bounds, Sampling::Exact, black_box(&mut out)).is_ok());
        });
        println!("{name:44} {taken:8.0} {small:8.0} {walk:8.0}");
    }
    println!("{:44} {:>8} {:>8} {:>8}", "centres", "taken", "ask all", "walk");
    for (name, shape) in shapes() {
        let source = Prepared::new(shape.clone());
        let (mut scanner, mut out, mut spare) = (Scanner::default(), Coverage::default(), Aligned::default());
        let sampling = Sampling::Grid(1, Ties::Native);
        let taken = time(&places, |place| {
            let bounds = place.bounds(source.extents());
            let at = At { source: &source, place, bounds: &bounds };
            assert!(scanner.scan_any(at, bounds, sampling, black_box(&mut out)).is_ok());
        });
        let asked = time(&places, |place| {
            let bounds = place.bounds(source.extents());
            out.reset(bounds, CUTOFF);
            let first = (bounds.x0, bounds.y0);
            let samples = Samples::new(&shape, place, &bounds, first, (1, Ties::Native));
            samples.ask_all(&mut spare, black_box(&mut out));
        });
        let walk = time(&places, |place| {
            let bounds = place.bounds(source.extents());
            let at = At { source: &source, place, bounds: &bounds };
            assert!(scanner.scan_walked(at, bounds, sampling, black_box(&mut out)).is_ok());
        });
        println!("{name:44} {taken:8.0} {asked:8.0} {walk:8.0}");
    }
}
