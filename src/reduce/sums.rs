//! Weighted sums and variances of runs, in the canonical order of addition.
//!
//! Terms are types, not closures: what is inlined into a closure does not know of the processor's instructions.

use super::Pixels;
use super::blocks::Blocks;
use super::lanes::{BLOCK, LANES, blocks, fold};
use crate::image::{Reading, View};
use crate::raster::Weight;
use pulp::{Arch, Scalar, Simd, WithSimd};

/// How the weight enters a variance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ErrorPower {
    /// Σ w² σ²: the variance of Σ w·v for independent pixels.
    #[default]
    Squared,
    /// Σ w σ²: what photutils computed before 3.1.
    Linear,
}

/// What pixels of weight w and value v add.
pub(super) trait Term {
    /// Each with its own weight.
    fn of<S: Simd>(&self, simd: S, w: S::f64s, v: S::f64s) -> S::f64s;
    /// What is summed of pixels that share a weight.
    fn part<S: Simd>(&self, simd: S, v: S::f64s) -> S::f64s;
    /// And what becomes of that sum.
    fn block(&self, w: f64, sum: f64) -> f64;
}

/// w·v
pub(super) struct Product;

impl Term for Product {
    #[inline(always)]
    fn of<S: Simd>(&self, simd: S, w: S::f64s, v: S::f64s) -> S::f64s {
        simd.mul_f64s(w, v)
    }

    #[inline(always)]
    fn part<S: Simd>(&self, _: S, v: S::f64s) -> S::f64s {
        v
    }

    #[inline(always)]
    fn block(&self, w: f64, sum: f64) -> f64 {
        w * sum
    }
}

/// w·(v − background). It is subtracted from every pixel: from the sum, it would leave the rounding of the larger numbers.
pub(super) struct Above(pub f64);

impl Term for Above {
    #[inline(always)]
    fn of<S: Simd>(&self, simd: S, w: S::f64s, v: S::f64s) -> S::f64s {
        simd.mul_f64s(w, self.part(simd, v))
    }

    #[inline(always)]
    fn part<S: Simd>(&self, simd: S, v: S::f64s) -> S::f64s {
        simd.sub_f64s(v, simd.splat_f64s(self.0))
    }

    #[inline(always)]
    fn block(&self, w: f64, sum: f64) -> f64 {
        w * sum
    }
}

/// w²·σ²
pub(super) struct Squared;

impl Term for Squared {
    #[inline(always)]
    fn of<S: Simd>(&self, simd: S, w: S::f64s, v: S::f64s) -> S::f64s {
        self.part(simd, simd.mul_f64s(w, v))
    }

    #[inline(always)]
    fn part<S: Simd>(&self, simd: S, v: S::f64s) -> S::f64s {
        simd.mul_f64s(v, v)
    }

    #[inline(always)]
    fn block(&self, w: f64, sum: f64) -> f64 {
        w * w * sum
    }
}

/// w·σ²
pub(super) struct Linear;

impl Term for Linear {
    #[inline(always)]
    fn of<S: Simd>(&self, simd: S, w: S::f64s, v: S::f64s) -> S::f64s {
        simd.mul_f64s(w, self.part(simd, v))
    }

    #[inline(always)]
    fn part<S: Simd>(&self, simd: S, v: S::f64s) -> S::f64s {
        simd.mul_f64s(v, v)
    }

    #[inline(always)]
    fn block(&self, w: f64, sum: f64) -> f64 {
        w * sum
    }
}

/// Fills the sums of the blocks of one row, which begin at `x`.
pub fn sum_blocks(image: &View<'_>, x: i64, y: i64, sums: &mut [f64], reading: &mut Reading) {
    for (sum, x) in sums.iter_mut().zip((x..).step_by(BLOCK as usize)) {
        *sum = block_sum(image.values(x, y, BLOCK as usize, reading));
    }
}

/// The weighted sum of an image, by the sums of its `blocks` if they are there.
pub fn sum(pixels: Pixels<'_>, image: &View<'_>, blocks: Option<&Blocks>, reading: &mut Reading) -> f64 {
    Arch::new().dispatch(Total { pixels, image, blocks, reading, term: Product })
}

/// The plain sum of one block.
pub(super) fn block_sum(values: &[f64]) -> f64 {
    Arch::new().dispatch(Block { values })
}

struct Block<'a> {
    values: &'a [f64],
}

impl WithSimd for Block<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        total_of_block(simd, &Product, self.values)
    }
}

/// The weighted sum of an image less a background.
pub fn sum_above(pixels: Pixels<'_>, image: &View<'_>, background: f64, reading: &mut Reading) -> f64 {
    Arch::new().dispatch(Total { pixels, image, blocks: None, reading, term: Above(background) })
}

/// Σ w² σ² (or Σ w σ²) of an image of standard deviations.
pub fn variance(pixels: Pixels<'_>, image: &View<'_>, power: ErrorPower, reading: &mut Reading) -> f64 {
    match power {
        ErrorPower::Squared => {
            Arch::new().dispatch(Total { pixels, image, blocks: None, reading, term: Squared })
        }
        ErrorPower::Linear => {
            Arch::new().dispatch(Total { pixels, image, blocks: None, reading, term: Linear })
        }
    }
}

/// With known blocks, pixels are fetched so many runs before they are read.
const RUNS_AHEAD: usize = 12;

/// A term for each pixel of the runs; where one weight is shared, the blocks by themselves.
struct Total<'a, T> {
    pixels: Pixels<'a>,
    image: &'a View<'a>,
    /// Sums of what blocks add, where they are known.
    blocks: Option<&'a Blocks>,
    reading: &'a mut Reading,
    term: T,
}

impl<T: Term> WithSimd for Total<'_, T> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        let Self { pixels, image, blocks: known, reading, term } = self;
        let (mut lanes, mut in_blocks) = ([0.0; LANES], 0.0);
        for (k, run) in pixels.runs.iter().enumerate() {
            let (x, y) = (pixels.window.x0 + run.col as i64, pixels.window.y0 + run.row as i64);
            if let (Some(later), true) = (pixels.runs.get(k + RUNS_AHEAD), known.is_some()) {
                // Nothing else tells the processor where the parts begin that are not known.
                let (x, y) = (pixels.window.x0 + later.col as i64, pixels.window.y0 + later.row as i64);
                for (from, len) in blocks(x, later.len).filter(|&(_, len)| len < BLOCK as usize) {
                    image.prefetch(x + from as i64, y, len);
                }
            }
            match run.weight {
                Weight::PerPixel(start) => {
                    let weights = &pixels.weights[start..start + run.len];
                    let values = image.values(x, y, run.len, reading);
                    add_run(simd, &term, &mut lanes, run.col, weights, values);
                }
                Weight::Const(w) => {
                    for (from, len) in blocks(x, run.len) {
                        let x = x + from as i64;
                        let whole = if len == BLOCK as usize { known } else { None };
                        let sum = match whole.and_then(|known| known.at(x, y)) {
                            Some(sum) => sum,
                            None => total_of_block(simd, &term, image.values(x, y, len, reading)),
                        };
                        in_blocks += term.block(w, sum);
                    }
                }
            }
        }
        fold(&lanes) + in_blocks
    }
}

/// Adds a run that begins in column `first` of the window to the lanes.
#[inline(always)]
fn add_run<S: Simd>(
    simd: S,
    term: &impl Term,
    lanes: &mut [f64; LANES],
    first: usize,
    weights: &[f64],
    values: &[f64],
) {
    let scalar = Scalar::new();
    let first = first % LANES;
    let head = if first == 0 { 0 } else { (LANES - first).min(weights.len()) };
    let ((w_head, weights), (v_head, values)) = (weights.split_at(head), values.split_at(head));
    for (lane, (&w, &v)) in lanes[first..].iter_mut().zip(w_head.iter().zip(v_head)) {
        *lane += term.of(scalar, w, v);
    }
    let ((weights, w_tail), (values, v_tail)) = (weights.as_chunks::<LANES>(), values.as_chunks::<LANES>());
    let (vectors, _) = S::as_mut_simd_f64s(lanes);
    for (w, v) in weights.iter().zip(values) {
        let ((w, _), (v, _)) = (S::as_simd_f64s(w), S::as_simd_f64s(v));
        for (lane, (&w, &v)) in vectors.iter_mut().zip(w.iter().zip(v)) {
            *lane = simd.add_f64s(*lane, term.of(simd, w, v));
        }
    }
    for (lane, (&w, &v)) in lanes.iter_mut().zip(w_tail.iter().zip(v_tail)) {
        *lane += term.of(scalar, w, v);
    }
}

/// The sum of one block by itself.
#[inline(always)]
fn total_of_block<S: Simd>(simd: S, term: &impl Term, values: &[f64]) -> f64 {
    let (mut lanes, scalar) = ([0.0; LANES], Scalar::new());
    let (values, tail) = values.as_chunks::<LANES>();
    let (vectors, _) = S::as_mut_simd_f64s(&mut lanes);
    for v in values {
        for (lane, &v) in vectors.iter_mut().zip(S::as_simd_f64s(v).0) {
            *lane = simd.add_f64s(*lane, term.part(simd, v));
        }
    }
    for (lane, &v) in lanes.iter_mut().zip(tail) {
        *lane += term.part(scalar, v);
    }
    fold(&lanes)
}
