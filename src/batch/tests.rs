//! Batches: compared with plain sums over painted weights, and with themselves in another order or together with other sources.

use super::*;
use crate::geometry::{Kind, Ties};
use crate::image::View;
use crate::parallel;
use crate::raster::{Frame, Sampling};
use crate::reduce::ErrorPower;
use proptest::prelude::*;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Large enough for image order and a list of cells.
const FRAME: Frame = Frame { nx: 700, ny: 600 };

fn image(seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..FRAME.nx * FRAME.ny).map(|_| next()).collect()
}

fn positions(n: usize, seed: u64) -> Vec<f64> {
    let scale = |v: &f64, size: usize| v * (size as f64 + 40.0) - 20.0;
    let random = image(seed);
    random[..2 * n].chunks(2).flat_map(|p| [scale(&p[0], FRAME.nx), scale(&p[1], FRAME.ny)]).collect()
}

fn circle(r: f64) -> crate::geometry::AnyShape {
    Kind::Circle.build(&[r], Ties::Native).unwrap_or_else(|e| panic!("{e}"))
}

/// Sums as the tests look at them.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    sums: Vec<Vec<f64>>,
    npix: Vec<Vec<f64>>,
    variance: Option<Vec<f64>>,
}

/// Images, and how their pixels are judged.
#[derive(Debug, Clone)]
struct Job<'a> {
    images: Images<'a>,
    sampling: Sampling,
    stage: Planes,
}

impl<'a> Job<'a> {
    fn new(images: Images<'a>) -> Self {
        Self { images, sampling: Sampling::Exact, stage: Planes::default() }
    }

    fn sampling(self, sampling: Sampling) -> Self {
        Self { sampling, ..self }
    }

    fn found(&self, sources: &Sources<'a>, cancel: impl FnMut() -> bool) -> super::Found {
        let footprint = Footprint { sources: sources.clone(), sampling: self.sampling };
        let measurement = Measurement::new(self.images.clone()).step(Step::new(footprint, self.stage));
        measurement.run(cancel).unwrap_or_else(|e| panic!("{e}"))
    }

    fn blocks(&self, sources: &Sources<'a>) -> usize {
        let footprint = Footprint { sources: sources.clone(), sampling: self.sampling };
        let steps = [Step::new(footprint, self.stage)];
        let blocks = blocks::shared_blocks(&self.images, &steps, None, &mut || false);
        blocks.map_or(usize::MAX, |blocks| blocks.len())
    }
}

fn view(pixels: &[f64]) -> View<'_> {
    View::from_slice(pixels, FRAME)
}

fn run<'a>(job: &Job<'a>, sources: &Sources<'a>) -> Found {
    let found = job.found(sources, || false);
    let all = |name: &str| {
        let fields = found.steps()[0].iter().filter(|(field, _)| field.name == name);
        fields.map(|field| found.numbers(field).unwrap_or_else(|e| panic!("{e}"))).collect::<Vec<_>>()
    };
    Found { sums: all("sum"), npix: all("npix"), variance: all("variance").pop() }
}

#[test]
fn neither_threads_nor_company_nor_order_change_a_bit() {
    // The number of threads is the process's; no other test may set it meanwhile.
    static THREADS: Mutex<()> = Mutex::new(());
    let _alone = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    let (data, sigma) = (image(1), image(2));
    let mask: Vec<f64> = image(3).iter().map(|&v| f64::from(u8::from(v > 0.9))).collect();
    let n = 3000;
    let at = positions(n, 4);
    let radii: Vec<f64> = (0..n).map(|i| 0.3 + (i % 97) as f64 * 0.4).collect();
    let job = Job::new(Images::new(FRAME).plane(view(&data)).sigma(view(&sigma)).mask(view(&mask)));
    let of = |at: &[f64], radii: &[f64]| {
        let sources = Sources::new(at, Kind::Circle, vec![Column::Each(radii)], Ties::Native);
        run(&job, &sources.unwrap_or_else(|e| panic!("{e}")))
    };
    let all = of(&at, &radii);
    for threads in [1, 2, 7] {
        parallel::set_threads(threads);
        assert_eq!(of(&at, &radii), all, "{threads} threads");
    }
    for i in (0..n).step_by(61) {
        let one = of(&at[2 * i..2 * i + 2], &radii[i..=i]);
        assert_eq!(one.sums[0][0].to_bits(), all.sums[0][i].to_bits());
        assert_eq!(one.npix[0][0].to_bits(), all.npix[0][i].to_bits());
        assert_eq!(one.variance.map(|v| v[0].to_bits()), all.variance.as_ref().map(|v| v[i].to_bits()));
    }
    let backwards: Vec<f64> = at.chunks(2).rev().flatten().copied().collect();
    let mut reversed = of(&backwards, &radii.iter().rev().copied().collect::<Vec<_>>());
    reversed.sums[0].reverse();
    assert_eq!(reversed.sums, all.sums);
}

#[test]
fn a_shared_shape_and_one_per_source_agree() {
    let data = image(1);
    let at = positions(500, 9);
    let job = Job::new(Images::new(FRAME).plane(view(&data)));
    let shared = run(&job, &Sources::shared(&at, circle(7.5)));
    let radii = vec![7.5; 500];
    let each = Sources::new(&at, Kind::Circle, vec![Column::Each(&radii)], Ties::Native);
    assert_eq!(run(&job, &each.unwrap_or_else(|e| panic!("{e}"))), shared);
}

#[test]
fn planes_and_masks_go_together() {
    let (a, b) = (image(1), image(2));
    let flags = |seed, share| image(seed).iter().map(|&v| f64::from(u8::from(v < share))).collect::<Vec<_>>();
    let (m, k) = (flags(5, 0.1), flags(6, 0.3));
    let at = positions(200, 7);
    let sources = Sources::shared(&at, circle(20.3));
    let two = || Images::new(FRAME).planes(vec![view(&a), view(&b)]);
    let both = run(&Job::new(two().mask(view(&m))), &sources);
    let each = run(&Job::new(two().plane_masks(vec![view(&m), view(&k)])), &sources);
    let alone =
        |plane, mask| run(&Job::new(Images::new(FRAME).plane(view(plane)).mask(view(mask))), &sources);
    assert_eq!(both.sums, [alone(&a, &m).sums[0].clone(), alone(&b, &m).sums[0].clone()]);
    assert_eq!(both.npix, alone(&a, &m).npix);
    assert_eq!(each.sums, [alone(&a, &m).sums[0].clone(), alone(&b, &k).sums[0].clone()]);
    assert_eq!(each.npix, [alone(&a, &m).npix[0].clone(), alone(&b, &k).npix[0].clone()]);
    // Masks add up, and without planes there is an area for each.
    let joined: Vec<f64> = m.iter().zip(&k).map(|(m, k)| m.max(*k)).collect();
    assert_eq!(
        run(&Job::new(Images::new(FRAME).plane(view(&a)).mask(view(&m)).mask(view(&k))), &sources),
        alone(&a, &joined)
    );
    let masks = Images::new(FRAME).plane_masks(vec![view(&m), view(&k)]);
    assert_eq!(run(&Job::new(masks), &sources).npix, each.npix);
}

#[test]
fn what_does_not_count_is_not_read() {
    let mut data = vec![1.0; FRAME.nx * FRAME.ny];
    let mut mask = vec![0.0; FRAME.nx * FRAME.ny];
    // In the hole, in a corner of the box, and under the mask.
    for (x, y) in [(100, 100), (88, 88), (109, 100)] {
        data[y * FRAME.nx + x] = f64::NAN;
    }
    mask[100 * FRAME.nx + 109] = f64::NAN;
    let ring = Kind::CircleAnnulus.build(&[8.0, 12.0], Ties::Native).unwrap_or_else(|e| panic!("{e}"));
    let at = [100.2, 99.7];
    let job = Job::new(Images::new(FRAME).plane(view(&data)).mask(view(&mask)));
    let got = run(&job, &Sources::shared(&at, ring));
    let expected = std::f64::consts::PI * 80.0 - 1.0;
    assert!((got.sums[0][0] - expected).abs() < 1e-11 && (got.npix[0][0] - expected).abs() < 1e-11);
}

#[test]
fn overlap_tells_why_nothing_is_there() {
    let data = vec![1.0; FRAME.nx * FRAME.ny];
    let job = Job::new(Images::new(FRAME).plane(view(&data))).sampling(Sampling::Grid(1, Ties::Native));
    let job = Job { stage: Planes { overlap: true, ..Planes::default() }, ..job };
    let overlap = |x, y, r| {
        let at = [x, y];
        let found = job.clone().found(&Sources::shared(&at, circle(r)), || false);
        let field = found.steps()[0].iter().find(|(field, _)| field.name == "overlap");
        field.and_then(|field| found.integers(field).ok()).map_or(u8::MAX, |all| all[0] as u8)
    };
    assert_eq!(overlap(30.0, 30.0, 3.0), Overlap::Some as u8);
    assert_eq!(overlap(30.5, 30.5, 0.3), Overlap::NoPixel as u8);
    assert_eq!(overlap(-30.0, 30.0, 3.0), Overlap::Outside as u8);
    // The box reaches in, the only centres within lie outside.
    assert_eq!(overlap(-1.0, 30.0, 0.9), Overlap::Outside as u8);
    assert_eq!(overlap(-0.5, 30.5, 0.3), Overlap::NoPixel as u8);
    assert_eq!(overlap(f64::NAN, 30.0, 3.0), Overlap::Outside as u8);
}

#[test]
fn a_heavy_batch_uses_the_pool_to_its_end() {
    // Parts of one source each: results are in their places whatever the grain.
    let data = image(1);
    let at = positions(100, 8);
    let job = Job::new(Images::new(FRAME).plane(view(&data)));
    let sources = Sources::shared(&at, circle(150.0));
    let all = run(&job, &sources);
    for i in 0..100 {
        let one = run(&job, &Sources::shared(&at[2 * i..2 * i + 2], circle(150.0)));
        assert_eq!(one.sums[0][0].to_bits(), all.sums[0][i].to_bits());
    }
}

#[test]
fn positions_that_are_nowhere_spoil_nothing_else() {
    let data = vec![1.0; FRAME.nx * FRAME.ny];
    let at = [30.0, 30.0, f64::NAN, 3.0, 1e300, -1e300, f64::INFINITY, 1.0, 50.0, 50.0];
    let got = run(&Job::new(Images::new(FRAME).plane(view(&data))), &Sources::shared(&at, circle(2.0)));
    let area = 4.0 * std::f64::consts::PI;
    assert!((got.sums[0][0] - area).abs() < 1e-13 && (got.sums[0][4] - area).abs() < 1e-13);
    assert!(got.sums[0][1].is_nan() && got.npix[0][3].is_nan());
    assert_eq!(got.sums[0][2], 0.0);
}

#[test]
fn a_batch_can_be_cancelled() {
    let data = image(1);
    let at = positions(20_000, 3);
    let job = Job::new(Images::new(FRAME).plane(view(&data)));
    let mut asked = 0;
    let done = job.found(&Sources::shared(&at, circle(200.0)), || {
        asked += 1;
        true
    });
    // What was left undone has zeros, and that is most of seconds of work.
    let zeros = done.get(0, "npix").map(|npix| npix.iter().filter(|&&npix| npix == 0.0).count());
    assert!(zeros.is_ok_and(|zeros| zeros > 10_000));
    assert!(asked >= 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_those_of_the_painted_weights(
        (x, y) in (-10.0..710.0_f64, -10.0..610.0_f64),
        (w, h, theta) in (0.1..90.0_f64, 0.1..90.0_f64, -3.0..3.0_f64),
        n in 0..3_u32,
        linear in any::<bool>(),
    ) {
        static IMAGES: OnceLock<[Vec<f64>; 3]> = OnceLock::new();
        let [data, sigma, mask] = IMAGES.get_or_init(|| {
            [image(1), image(2), image(3).iter().map(|&v| f64::from(u8::from(v < 0.2))).collect()]
        });
        let sampling = if n == 0 { Sampling::Exact } else { Sampling::Grid(n, Ties::Native) };
        let power = if linear { ErrorPower::Linear } else { ErrorPower::Squared };
        let at = [x, y];
        let shape = Kind::Rect.build(&[w, h, theta], Ties::Native).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let sources = Sources::shared(&at, shape);
        let images = Images::new(FRAME).plane(view(data)).sigma(view(sigma)).mask(view(mask));
        let job = Job { images, sampling, stage: Planes { power, overlap: false } };
        let got = run(&job, &sources);
        let whole = sources.coverage(0, sampling, None).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let window = whole.window();
        let mut weights = vec![0.0; window.width() * window.height()];
        whole.paint(&whole.window(), &mut weights);
        let (mut sum, mut npix, mut variance) = (0.0, 0.0, 0.0);
        for (i, &w) in weights.iter().enumerate() {
            let (px, py) = (window.x0 + (i % window.width()) as i64, window.y0 + (i / window.width()) as i64);
            if FRAME.window().contains(px, py) {
                let k = py as usize * FRAME.nx + px as usize;
                if mask[k] == 0.0 {
                    sum += w * data[k];
                    npix += w;
                    variance += if linear { w } else { w * w } * sigma[k] * sigma[k];
                }
            }
        }
        prop_assert!((got.sums[0][0] - sum).abs() <= 1e-12 * npix.max(1e-12));
        prop_assert!((got.npix[0][0] - npix).abs() <= 1e-12 * npix.max(1e-12));
        prop_assert!((got.variance.map_or(0.0, |v| v[0]) - variance).abs() <= 1e-12 * npix.max(1e-12));
    }
}

#[test]
fn sums_of_blocks_are_the_same_bits() {
    let mut data = image(5);
    // Where it is added up, and nowhere else, it shows.
    data[300 * FRAME.nx + 350] = f64::NAN;
    let mask: Vec<f64> = image(6).iter().map(|&v| f64::from(u8::from(v > 0.999))).collect();
    let at = positions(40, 7);
    for kind in [Kind::Circle, Kind::CircleAnnulus] {
        let sizes: &[f64] = if kind == Kind::Circle { &[140.25] } else { &[30.0, 150.5] };
        for sampling in [Sampling::Exact, Sampling::Grid(1, Ties::Native)] {
            let images = Images::new(FRAME).planes(vec![view(&data), view(&data)]).mask(view(&mask));
            let job = Job::new(images).sampling(sampling);
            let shape = || kind.build(sizes, Ties::Native).unwrap_or_else(|e| panic!("{e}"));
            let all = Sources::shared(&at, shape());
            assert_eq!(job.blocks(&all), 2, "they pay");
            let together = run(&job, &all);
            assert_eq!(bits(&together.sums[0]), bits(&together.sums[1]));
            assert!(together.sums[0].iter().any(|sum| sum.is_nan()));
            assert!(together.sums[0].iter().any(|sum| sum.is_finite() && *sum > 0.0));
            for (i, at) in at.chunks(2).enumerate() {
                let alone = Sources::shared(at, shape());
                assert_eq!(job.blocks(&alone), 0, "they do not");
                assert_eq!(bits(&run(&job, &alone).sums[0]), bits(&together.sums[0][i..=i]), "{kind:?} {i}");
            }
        }
    }
}

#[test]
fn one_source_by_itself_has_the_same_bits() {
    let data = image(8);
    let mask: Vec<f64> = image(9).iter().map(|&v| f64::from(u8::from(v > 0.9))).collect();
    let mut at = positions(60, 10);
    // In a corner, far away, and nowhere.
    at.extend([0.0, 0.0, -1e9, 3.0, f64::NAN, 5.0, 1e300, -1e300]);
    let job = Job::new(Images::new(FRAME).plane(view(&data)).mask(view(&mask)));
    for (kind, sizes) in [
        (Kind::Circle, &[4.3][..]),
        (Kind::Circle, &[97.0]),
        (Kind::CircleAnnulus, &[160.0, 170.0]),
        (Kind::Rect, &[9.0, 2.5, 0.7]),
        (Kind::Pill, &[6.0, 4.0, 4.0, 0.3]),
    ] {
        for sampling in [Sampling::Exact, Sampling::Grid(1, Ties::Native), Sampling::Grid(3, Ties::Native)] {
            let job = job.clone().sampling(sampling);
            let shape = kind.build(sizes, Ties::Native).unwrap_or_else(|e| panic!("{e}"));
            let all = run(&job, &Sources::shared(&at, shape.clone()));
            for (i, at) in at.chunks(2).enumerate() {
                let alone = sum_of_one(&job.images, &Sources::shared(at, shape.clone()), sampling);
                let (sum, npix) = alone.unwrap_or_else(|e| panic!("{e}"));
                assert_eq!(bits(&[sum, npix]), bits(&[all.sums[0][i], all.npix[0][i]]), "{kind:?} {at:?}");
            }
        }
    }
    let (sum, npix) =
        sum_of_one(&Images::new(FRAME), &Sources::shared(&[50.0, 50.0], circle(2.0)), Sampling::Exact)
            .unwrap_or((1.0, 0.0));
    assert!(sum == 0.0 && (npix - 4.0 * std::f64::consts::PI).abs() < 1e-13, "no image: {sum} {npix}");
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}
