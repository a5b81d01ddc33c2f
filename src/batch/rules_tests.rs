//! Sums and statistics with rules, against the rules applied pixel by pixel to painted weights.

use super::*;
use crate::geometry::{Kind, Ties};
use crate::image::{Neighbours, Segmentation, View};
use crate::raster::{Frame, Sampling};
use crate::reduce::{Centre, Clip, ClipScratch, Spread, is_within};

const FRAME: Frame = Frame { nx: 40, ny: 30 };

/// Numbers in 0..1 that look random.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Everything that the rules look at.
struct Sky {
    data: Vec<f64>,
    sigma: Vec<f64>,
    mask: Vec<f64>,
    labels: Vec<f64>,
    at: Vec<f64>,
    of_sources: Vec<i64>,
    background: Vec<f64>,
}

impl Sky {
    fn new() -> Self {
        let mut next = noise(5);
        let mut image =
            |f: &dyn Fn(f64) -> f64| (0..FRAME.nx * FRAME.ny).map(|_| f(next())).collect::<Vec<_>>();
        let odd = |v: f64, bad: f64| if v < 0.01 { bad } else { v };
        let data = image(&|v| 1.0 + odd(v, f64::NAN));
        let sigma = image(&|v| odd(v, f64::INFINITY));
        let mask = image(&|v| f64::from(u8::from(v < 0.1)));
        let labels = image(&|v| (v * 4.0).floor());
        let mut at = image(&|v| v);
        at.truncate(120);
        at.chunks_mut(2).for_each(|p| (p[0], p[1]) = (p[0] * 48.0 - 4.0, p[1] * 38.0 - 4.0));
        at.extend([-50.0, 3.0, 20.0, 15.0]);
        let n = at.len() / 2;
        let of_sources = (0..n as i64).map(|i| i % 4).collect();
        let background = (0..n).map(|i| 0.1 * i as f64).collect();
        Self { data, sigma, mask, labels, at, of_sources, background }
    }

    fn images(&self, neighbours: Option<Neighbours>) -> Images<'_> {
        let view = |pixels| View::from_slice(pixels, FRAME);
        let images =
            Images::new(FRAME).plane(view(&self.data)).sigma(view(&self.sigma)).mask(view(&self.mask));
        let Some(neighbours) = neighbours else { return images };
        images.segmentation(Segmentation { image: view(&self.labels), labels: &self.of_sources, neighbours })
    }

    fn rules(&self, clip: Option<Clip>) -> Rules<'_> {
        Rules { finite: true, background: Background::Given(&self.background), clip }
    }
}

/// The results of the steps, which must be legal.
fn run(images: Images<'_>, steps: Vec<Step<'_>>, threads: Option<usize>) -> Found {
    let measurement = steps.into_iter().fold(Measurement::new(images), Measurement::step).threads(threads);
    measurement.run(|| false).unwrap_or_else(|e| panic!("{e}"))
}

fn column(found: &Found, step: usize, name: &str) -> Vec<f64> {
    found.get(step, name).unwrap_or_else(|e| panic!("{e}"))
}

fn statistics(names: &[&str]) -> Statistics {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    Statistics::wanting(&names).unwrap_or_else(|e| panic!("{e}"))
}

/// A pixel with a weight: its number in the image, weight, value less background, error.
type Pixel = (usize, f64, f64, f64);

/// The pixels of source `i` that count before clipping, and the flags, by the rules as they are written.
fn by_hand(
    sky: &Sky,
    sources: &Sources<'_>,
    i: usize,
    sampling: Sampling,
    rule: Option<Neighbours>,
) -> (Vec<Pixel>, u16) {
    let Ok(coverage) = sources.coverage(i, sampling, None) else { panic!("legal") };
    let window = coverage.window();
    let mut weights = vec![0.0; window.width() * window.height()];
    coverage.paint(&coverage.window(), &mut weights);
    let seen = window.intersection(&FRAME.window());
    let place = |k: usize| (window.x0 + (k % window.width()) as i64, window.y0 + (k / window.width()) as i64);
    let index = |x: i64, y: i64| y as usize * FRAME.nx + x as usize;
    let usable = |p: usize| sky.mask[p] == 0.0 && sky.data[p].is_finite();
    let label = match rule {
        Some(Neighbours::BackgroundOnly) => Some(0.0),
        Some(_) if sky.of_sources[i] != 0 => Some(sky.of_sources[i] as f64),
        _ => None,
    };
    let stranger = |p: usize| label.is_some_and(|label| sky.labels[p] > 0.0 && sky.labels[p] != label);
    // A box that is not in the image is off it, even if there is no pixel in the box.
    let mut outside = seen.is_empty() || window != seen && sampling == Sampling::Exact;
    let (mut found, mut pixels, mut inside) = (0, vec![], 0);
    for (k, &w) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
        let (x, y) = place(k);
        if !seen.contains(x, y) {
            outside = true;
            continue;
        }
        let p = index(x, y);
        inside += 1;
        if !usable(p) {
            found |= if sky.mask[p] != 0.0 { flags::MASKED } else { flags::NON_FINITE_DATA };
            continue;
        }
        let mut from = p;
        if stranger(p) {
            found |= flags::NEIGHBOUR;
            if rule != Some(Neighbours::Correct) {
                continue;
            }
            let (cx, cy) = (sky.at[2 * i].round() as i64, sky.at[2 * i + 1].round() as i64);
            let (x, y) = (2 * cx - x, 2 * cy - y);
            if !seen.contains(x, y) || stranger(index(x, y)) || !usable(index(x, y)) {
                found |= flags::UNCORRECTED;
                continue;
            }
            from = index(x, y);
        }
        if rule == Some(Neighbours::SourceOnly) && label.is_some_and(|label| sky.labels[p] != label) {
            continue;
        }
        if !sky.sigma[from].is_finite() {
            found |= flags::NON_FINITE_ERROR;
        }
        pixels.push((p, w, sky.data[from] - sky.background[i], sky.sigma[from]));
    }
    found |= match (inside > 0, outside) {
        (true, true) => flags::PARTIAL_OVERLAP,
        (true, false) => 0,
        (false, true) => flags::NO_OVERLAP | flags::NO_PIXELS,
        (false, false) => flags::NO_PIXELS,
    };
    if inside > 0 && pixels.is_empty() {
        found |= flags::ALL_MASKED;
    }
    (pixels, found)
}

const RULES: [Option<Neighbours>; 5] = [
    None,
    Some(Neighbours::Mask),
    Some(Neighbours::SourceOnly),
    Some(Neighbours::BackgroundOnly),
    Some(Neighbours::Correct),
];
const CLIP: Clip =
    Clip { centre: Centre::Median, spread: Spread::MadStd, lower: 1.5, upper: 1.0, most: Some(3) };

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * (1.0 + b.abs()) || a.is_nan() && b.is_nan() || a == b
}

#[test]
fn sums_follow_the_rules() {
    let sky = Sky::new();
    let shape = |name: Kind, sizes: &[f64]| name.build(sizes, Ties::Native).unwrap_or_else(|e| panic!("{e}"));
    let targets = [
        Sources::shared(&sky.at, shape(Kind::Circle, &[3.3])),
        Sources::shared(&sky.at, shape(Kind::Ellipse, &[6.0, 0.7, 0.4])),
        Sources::shared(&sky.at, shape(Kind::Circle, &[0.2])),
    ];
    for sampling in [Sampling::Exact, Sampling::Grid(1, Ties::Native), Sampling::Grid(3, Ties::Native)] {
        for rule in RULES {
            for clip in [None, Some(CLIP)] {
                let step = |sources| Step::new(Footprint { sources, sampling }, Sums).rules(sky.rules(clip));
                let found = run(sky.images(rule), targets.iter().cloned().map(step).collect(), None);
                for (k, target) in targets.iter().enumerate() {
                    let [sums, areas, variances, flags] =
                        ["sum", "area", "variance", "flags"].map(|name| column(&found, k, name));
                    for i in 0..target.len() {
                        let (mut pixels, bits) = by_hand(&sky, target, i, sampling, rule);
                        assert_eq!(flags[i] as u16, bits, "{sampling:?} {rule:?} {i}");
                        clip_by_hand(&mut pixels, clip);
                        let nothing = if bits & super::flags::NO_OVERLAP == 0 { 0.0 } else { f64::NAN };
                        let sum = nothing + pixels.iter().map(|p| p.1 * p.2).sum::<f64>();
                        let area = nothing + pixels.iter().map(|p| p.1).sum::<f64>();
                        let variance = nothing + pixels.iter().map(|p| (p.1 * p.3).powi(2)).sum::<f64>();
                        assert!(
                            close(sums[i], sum) && close(areas[i], area),
                            "{sampling:?} {clip:?} {rule:?} {i}: {} for {sum}, {} for {area}",
                            sums[i],
                            areas[i]
                        );
                        assert!(close(variances[i], variance), "{} {variance}", variances[i]);
                    }
                }
            }
        }
    }
}

fn clip_by_hand(pixels: &mut Vec<Pixel>, clip: Option<Clip>) {
    if let Some(clip) = clip {
        let values: Vec<f64> = pixels.iter().map(|p| p.2).collect();
        let bounds = clip.bounds(&values, &mut ClipScratch::default());
        pixels.retain(|p| is_within(p.2, bounds));
    }
}

#[test]
fn statistics_and_survivors_are_those_of_the_same_pixels() {
    let sky = Sky::new();
    let sampling = Sampling::Grid(1, Ties::Native);
    let Ok(shape) = Kind::Circle.build(&[4.4], Ties::Native) else { panic!("legal") };
    let sources = Sources::shared(&sky.at, shape);
    let names = ["min", "max", "mean", "median", "biweight_location", "gini", "moments_central"];
    let footprint = || Footprint { sources: sources.clone(), sampling };
    for rule in RULES {
        for clip in [None, Some(CLIP)] {
            let images = sky.images(rule);
            let Ok(survivors) = survivors(&images, &footprint(), &sky.rules(clip), || false) else {
                panic!("legal")
            };
            let step = Step::new(footprint(), statistics(&names)).rules(sky.rules(clip));
            let all = run(images, vec![step], None);
            let column = |name: &str, i: usize| column(&all, 0, name)[i];
            for (i, survivors) in survivors.iter().enumerate() {
                let (mut pixels, flags) = by_hand(&sky, &sources, i, sampling, rule);
                assert_eq!(column("flags", i) as u16, flags & !super::flags::NON_FINITE_ERROR);
                assert_eq!(column("valid", i) as usize, pixels.len());
                clip_by_hand(&mut pixels, clip);
                assert_eq!(column("counts", i) as usize, pixels.len());
                let mut values: Vec<f64> = pixels.iter().map(|p| p.2).collect();
                assert_eq!(survivors.values, values);
                let places = survivors.rows.iter().zip(&survivors.cols).map(|(y, x)| y * FRAME.nx as i64 + x);
                assert!(places.eq(pixels.iter().map(|p| p.0 as i64)));
                let mean = values.iter().sum::<f64>() / values.len() as f64;
                assert!(close(column("mean", i), mean));
                values.sort_by(f64::total_cmp);
                let (Some(low), Some(high)) = (values.first(), values.last()) else {
                    assert!(column("median", i).is_nan());
                    continue;
                };
                assert_eq!([column("min", i), column("max", i)], [*low, *high]);
                let n = values.len();
                assert_eq!(column("median", i), 0.5 * (values[(n - 1) / 2] + values[n / 2]));
                // The central moments are made of these, which come along.
                assert!(close(super::rules_tests::column(&all, 0, "moments")[16 * i], values.iter().sum()));
            }
        }
    }
}

#[test]
fn results_do_not_depend_on_threads() {
    let sky = Sky::new();
    let Ok(shape) = Kind::Circle.build(&[4.4], Ties::Native) else { panic!("legal") };
    let sources = Sources::shared(&sky.at, shape);
    let of = |threads| {
        let step = Step::new(Footprint::exact(sources.clone()), Sums).rules(sky.rules(Some(CLIP)));
        let found = run(sky.images(Some(Neighbours::Correct)), vec![step], Some(threads));
        ["sum", "area", "variance", "flags"].map(|name| format!("{:?}", column(&found, 0, name)))
    };
    assert_eq!(of(1), of(2));
    assert_eq!(of(1), of(7));
}

#[test]
fn names_that_do_not_exist_are_refused() {
    let wanted = |stage_name: &str, name: &str| stage(stage_name, &[name.to_owned()]).is_err();
    assert!(wanted("statistics", "mode") && wanted("sums", "mean") && wanted("planes", "flags"));
    assert!(wanted("averages", "mean"));
    assert!(Neighbours::try_from(0).is_err() && Neighbours::try_from(5).is_err());
    assert!("average".parse::<Centre>().is_err() && "mad".parse::<Spread>().is_err());
}

/// Without places pixels are taken from dense coverage, if there is nothing to look at more closely.
#[test]
fn statistics_are_the_same_with_places_and_without() {
    let sky = Sky::new();
    let Ok(shape) = Kind::Circle.build(&[2.6], Ties::Native) else { panic!("legal") };
    let sources = Sources::shared(&sky.at, shape);
    let few = ["min", "max", "mean", "var", "median", "mad"];
    let all = [&few[..], &["moments"]].concat();
    for clip in [None, Some(CLIP)] {
        let of = |names: &[&str]| {
            let footprint = Footprint { sources: sources.clone(), sampling: Sampling::Grid(1, Ties::Native) };
            let step = Step::new(footprint, statistics(names)).rules(sky.rules(clip));
            run(sky.images(None), vec![step], None)
        };
        let (without, with) = (of(&few), of(&all));
        assert!(without.get(0, "moments").is_err() && with.get(0, "moments").is_ok());
        for name in [&["valid", "counts", "flags"], &few[..]].concat() {
            let bits = |found| column(found, 0, name).iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&without), bits(&with), "{name}");
        }
    }
}

/// What photometry is made of: the level of an annulus, then sums less that level, in one visit.
#[test]
fn a_step_may_use_what_an_earlier_one_has_measured() {
    let sky = Sky::new();
    let build = |kind: Kind, sizes: &[f64]| {
        Sources::shared(&sky.at, kind.build(sizes, Ties::Native).unwrap_or_else(|e| panic!("{e}")))
    };
    let (star, ring) = (build(Kind::Circle, &[3.3]), build(Kind::CircleAnnulus, &[5.0, 8.0]));
    let level = || {
        let footprint = Footprint { sources: ring.clone(), sampling: Sampling::Grid(1, Ties::Native) };
        let rules = Rules { finite: true, clip: Some(CLIP), ..Rules::default() };
        Step::new(footprint, statistics(&["median"])).rules(rules)
    };
    let sums = |background| {
        let rules = Rules { finite: true, background, clip: None };
        Step::new(Footprint::exact(star.clone()), Sums).rules(rules)
    };
    let at_once = run(sky.images(None), vec![level(), sums(Background::Measured(0, "median"))], None);
    let levels = column(&run(sky.images(None), vec![level()], None), 0, "median");
    let given = run(sky.images(None), vec![sums(Background::Given(&levels))], None);
    let bits =
        |found: &Found, step, name| column(found, step, name).iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    for name in ["sum", "area", "variance", "flags"] {
        assert_eq!(bits(&at_once, 1, name), bits(&given, 0, name), "{name}");
    }
    assert!(levels.iter().any(|level| level.is_finite() && *level != 0.0));
}

#[test]
fn what_does_not_fit_is_refused_before_anything_is_measured() {
    let sky = Sky::new();
    let Ok(shape) = Kind::Circle.build(&[2.6], Ties::Native) else { panic!("legal") };
    let sources = |at| Sources::shared(at, shape.clone());
    let refused = |images: Images<'_>, steps: Vec<Step<'_>>| {
        let measurement = steps.into_iter().fold(Measurement::new(images), Measurement::step);
        let result = measurement.run(|| panic!("nothing is measured"));
        result.err().map(|error| error.to_string()).unwrap_or_default()
    };
    let step = |rules| Step::new(Footprint::exact(sources(&sky.at)), Sums).rules(rules);
    let with = |background| vec![step(Rules { background, ..Rules::default() })];
    let text = refused(sky.images(None), with(Background::Given(&sky.background[1..])));
    assert!(text.starts_with("background must have one value"), "{text}");
    for (of, name) in [(0, "sum"), (1, "sum")] {
        let text = refused(sky.images(None), with(Background::Measured(of, name)));
        assert!(text.starts_with("unknown field of an earlier step"), "{text}");
    }
    let elsewhere = Step::new(Footprint::exact(sources(&sky.at[2..])), Sums);
    let text = refused(sky.images(None), vec![step(Rules::default()), elsewhere]);
    assert!(text.starts_with("positions must have"), "{text}");
    let text = refused(Images::new(FRAME), vec![step(Rules::default())]);
    assert!(text.contains("2-D image"), "{text}");
    let plain = Step::new(Footprint::exact(sources(&sky.at)), Planes::default());
    let text = refused(sky.images(None), vec![plain.rules(sky.rules(None))]);
    assert!(text.contains("no rules"), "{text}");
    let footprint = || Footprint::exact(sources(&sky.at));
    for background in [Background::Given(&sky.background[1..]), Background::Measured(0, "sum")] {
        let rules = Rules { background, ..Rules::default() };
        assert!(survivors(&sky.images(None), &footprint(), &rules, || false).is_err());
    }
    let labels = Segmentation {
        image: View::from_slice(&sky.labels, FRAME),
        labels: &sky.of_sources[1..],
        neighbours: Neighbours::Mask,
    };
    let text = refused(sky.images(None).segmentation(labels), vec![step(Rules::default())]);
    assert!(text.starts_with("labels must have one value"), "{text}");
}
