//! Surveys: against rules applied pixel by pixel to painted weights.

use super::survey::flags;
use super::*;
use crate::geometry::{Kind, Ties};
use crate::image::{Neighbours, Segmentation, View};
use crate::raster::{Frame, Sampling};
use crate::reduce::{Centre, Clip, ClipScratch, ErrorPower, Spread, is_within};

const FRAME: Frame = Frame { nx: 40, ny: 30 };

/// Numbers in 0..1 that look random.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Everything that a survey looks at.
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

    fn survey(&self, sampling: Sampling, neighbours: Option<Neighbours>, clip: Option<Clip>) -> Survey<'_> {
        let view = |pixels| View::from_slice(pixels, FRAME);
        let job = Job::new(FRAME)
            .sampling(sampling)
            .plane(view(&self.data))
            .sigma(view(&self.sigma), ErrorPower::Squared)
            .mask(view(&self.mask));
        let mut survey = Survey::new(job).only_finite(true).background(&self.background);
        if let Some(neighbours) = neighbours {
            let labels = &self.of_sources;
            survey = survey.segmentation(Segmentation { image: view(&self.labels), labels, neighbours });
        }
        if let Some(clip) = clip { survey.clip(clip) } else { survey }
    }
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
fn totals_follow_the_rules() {
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
                let survey = sky.survey(sampling, rule, clip);
                let Ok(totals) = survey.totals(&targets, || false) else { panic!("legal") };
                for (target, found) in targets.iter().zip(&totals) {
                    for i in 0..target.len() {
                        let (mut pixels, bits) = by_hand(&sky, target, i, sampling, rule);
                        assert_eq!(found.flags[i], i64::from(bits), "{sampling:?} {rule:?} {i}");
                        clip_by_hand(&mut pixels, clip);
                        let nothing = if bits & flags::NO_OVERLAP == 0 { 0.0 } else { f64::NAN };
                        let sum = nothing + pixels.iter().map(|p| p.1 * p.2).sum::<f64>();
                        let area = nothing + pixels.iter().map(|p| p.1).sum::<f64>();
                        let variance = nothing + pixels.iter().map(|p| (p.1 * p.3).powi(2)).sum::<f64>();
                        assert!(
                            close(found.sums[i], sum) && close(found.areas[i], area),
                            "{sampling:?} {clip:?} {rule:?} {i}: {} for {sum}, {} for {area}",
                            found.sums[i],
                            found.areas[i]
                        );
                        let of_source = found.variances.as_ref().map_or(0.0, |all| all[i]);
                        assert!(close(of_source, variance), "{of_source} {variance}");
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
    let groups = ["basic", "median", "mad", "biweight", "gini", "moments"];
    let Ok(groups) = groups.iter().try_fold(Groups::default(), |groups, name| groups.with(name)) else {
        panic!("known names")
    };
    for rule in RULES {
        for clip in [None, Some(CLIP)] {
            let survey = sky.survey(sampling, rule, clip);
            let Ok(all) = survey.statistics(&sources, groups, || false) else { panic!("legal") };
            let Ok(survivors) = survey.survivors(&sources, || false) else { panic!("legal") };
            let column = |name: &str, i: usize| {
                all.columns.iter().find(|(of, _)| *of == name).map_or(f64::NAN, |(_, values)| values[i])
            };
            for i in 0..sources.len() {
                let (mut pixels, flags) = by_hand(&sky, &sources, i, sampling, rule);
                assert_eq!(all.flags[i], i64::from(flags & !flags::NON_FINITE_ERROR));
                assert_eq!(all.valid[i], pixels.len() as i64);
                clip_by_hand(&mut pixels, clip);
                assert_eq!(all.counts[i], pixels.len() as i64);
                let mut values: Vec<f64> = pixels.iter().map(|p| p.2).collect();
                assert_eq!(survivors[i].values, values);
                let places =
                    survivors[i].rows.iter().zip(&survivors[i].cols).map(|(y, x)| y * FRAME.nx as i64 + x);
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
                let Some([raw, _]) = &all.moments else { panic!("wanted") };
                assert!(close(raw[16 * i], values.iter().sum()));
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
        let survey =
            sky.survey(Sampling::Exact, Some(Neighbours::Correct), Some(CLIP)).threads(Some(threads));
        let Ok(totals) = survey.totals(std::slice::from_ref(&sources), || false) else { panic!("legal") };
        format!("{totals:?}")
    };
    assert_eq!(of(1), of(2));
    assert_eq!(of(1), of(7));
}

#[test]
fn names_that_do_not_exist_are_refused() {
    assert!(Groups::default().with("mode").is_err());
    assert!(Neighbours::try_from(0).is_err() && Neighbours::try_from(5).is_err());
    assert!("average".parse::<Centre>().is_err() && "mad".parse::<Spread>().is_err());
}

/// Without places pixels are taken from dense coverage, if there is nothing to look at more closely.
#[test]
fn statistics_are_the_same_with_places_and_without() {
    let sky = Sky::new();
    let Ok(shape) = Kind::Circle.build(&[2.6], Ties::Native) else { panic!("legal") };
    let sources = Sources::shared(&sky.at, shape);
    let Ok(few) = Groups::default().with("basic").and_then(|groups| groups.with("median")) else {
        panic!("known names")
    };
    let Ok(all) = few.with("moments") else { panic!("a known name") };
    for clip in [None, Some(CLIP)] {
        let survey = sky.survey(Sampling::Grid(1, Ties::Native), None, clip);
        let of = |groups| survey.statistics(&sources, groups, || false).unwrap_or_else(|e| panic!("{e}"));
        let (without, with) = (of(few), of(all));
        assert!(without.moments.is_none() && with.moments.is_some());
        assert_eq!(
            (&without.flags, &without.counts, &without.valid),
            (&with.flags, &with.counts, &with.valid)
        );
        for (name, values) in &without.columns {
            let same = with.columns.iter().find(|(of, _)| of == name).is_some_and(|(_, others)| {
                values.iter().zip(others).all(|(a, b)| a.to_bits() == b.to_bits())
            });
            assert!(same, "{name}");
        }
    }
}
