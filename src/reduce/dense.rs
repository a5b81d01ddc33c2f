//! The same reducers for dense coverage, to the same bits: a pixel has the same lane, and one without weight adds
//! nothing to it.

use super::ErrorPower;
use super::lanes::{LANES, fold};
use super::sums::{Above, Linear, Product, Squared, Term};
use crate::arithmetic::kept;
use crate::image::{LentRows, Reading, View};
use crate::raster::{Dense, FOUR};
use pulp::{Arch, Simd, WithSimd};

/// The sum of the weights.
pub fn dense_npix(dense: &Dense<'_>) -> f64 {
    let mut none = Reading::default();
    Arch::new().dispatch(Totals { dense, image: None, reading: &mut none, term: Product }).0
}

/// The sum of the weights, and the weighted sum of an image.
pub fn dense_npix_and_sum(dense: &Dense<'_>, image: &View<'_>, reading: &mut Reading) -> (f64, f64) {
    Arch::new().dispatch(Totals { dense, image: Some(image), reading, term: Product })
}

/// The sum of the weights, and the weighted sum of an image less a background.
pub fn dense_npix_and_sum_above(
    dense: &Dense<'_>,
    image: &View<'_>,
    background: f64,
    reading: &mut Reading,
) -> (f64, f64) {
    Arch::new().dispatch(Totals { dense, image: Some(image), reading, term: Above(background) })
}

/// The weighted sum of an image.
pub fn dense_sum(dense: &Dense<'_>, image: &View<'_>, reading: &mut Reading) -> f64 {
    dense_npix_and_sum(dense, image, reading).1
}

/// Σ w² σ² (or Σ w σ²) of an image of standard deviations.
pub fn dense_variance(dense: &Dense<'_>, sigma: &View<'_>, power: ErrorPower, reading: &mut Reading) -> f64 {
    let image = Some(sigma);
    match power {
        ErrorPower::Squared => Arch::new().dispatch(Totals { dense, image, reading, term: Squared }).1,
        ErrorPower::Linear => Arch::new().dispatch(Totals { dense, image, reading, term: Linear }).1,
    }
}

/// Adds up the weights and, if there is an image, a term for each pixel.
struct Totals<'a, T> {
    dense: &'a Dense<'a>,
    image: Option<&'a View<'a>>,
    reading: &'a mut Reading,
    term: T,
}

impl<T: Term> WithSimd for Totals<'_, T> {
    type Output = (f64, f64);

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> (f64, f64) {
        let Self { dense, image, reading, term } = self;
        let mut lanes = Lanes::<S>::new(simd);
        let Some(image) = image else {
            for weights in dense.weights.chunks_exact(dense.stride) {
                lanes.add_row(simd, &term, weights, weights);
            }
            return (folded(simd, &lanes.areas), 0.0);
        };
        let mut memory = reading.take_memory();
        let rows = image.padded_rows(&dense.window, dense.padded(), reading, &mut memory);
        match dense.stride / S::F64_LANES {
            1 => lanes.add_rows::<1>(simd, &term, dense.weights, rows, reading),
            2 => lanes.add_rows::<2>(simd, &term, dense.weights, rows, reading),
            3 => lanes.add_rows::<3>(simd, &term, dense.weights, rows, reading),
            4 => lanes.add_rows::<4>(simd, &term, dense.weights, rows, reading),
            5 => lanes.add_rows::<5>(simd, &term, dense.weights, rows, reading),
            6 => lanes.add_rows::<6>(simd, &term, dense.weights, rows, reading),
            _ => {
                let mut ahead = reading.take_next();
                for (weights, values) in dense.weights.chunks_exact(dense.stride).zip(rows) {
                    reading.fetch_one(&mut ahead);
                    lanes.add_row(simd, &term, weights, values);
                }
                reading.give_back(ahead);
            }
        }
        reading.give_memory(memory);
        (folded(simd, &lanes.areas), folded(simd, &lanes.sums))
    }
}

/// What is added up, in the lanes of vectors. Those beyond the number of vectors that eight lanes make are not used.
struct Lanes<S: Simd> {
    areas: [S::f64s; LANES],
    sums: [S::f64s; LANES],
}

impl<S: Simd> Lanes<S> {
    const COUNT: usize = LANES / S::F64_LANES;

    #[inline(always)]
    fn new(simd: S) -> Self {
        let zero = simd.splat_f64s(0.0);
        Self { areas: [zero; LANES], sums: [zero; LANES] }
    }

    /// Adds rows of `N` vectors: of so few there is less to do than to count them.
    #[inline(always)]
    fn add_rows<const N: usize>(
        &mut self,
        simd: S,
        term: &impl Term,
        weights: &[f64],
        values: LentRows<'_, f64>,
        reading: &mut Reading,
    ) {
        let mut ahead = reading.take_next();
        for (weights, values) in S::as_simd_f64s(weights).0.as_chunks::<N>().0.iter().zip(values) {
            reading.fetch_one(&mut ahead);
            let (whole, rest) = S::as_simd_f64s(values);
            if S::F64_LANES <= FOUR || rest.is_empty() {
                for (k, (&weight, &value)) in weights.iter().zip(&whole[..N]).enumerate() {
                    self.add(simd, term, k % Self::COUNT, weight, value);
                }
            } else {
                for (k, (&weight, &value)) in weights.iter().zip(&whole[..N - 1]).enumerate() {
                    self.add(simd, term, k % Self::COUNT, weight, value);
                }
                self.add(simd, term, (N - 1) % Self::COUNT, weights[N - 1], four(simd, rest));
            }
        }
        reading.give_back(ahead);
    }

    /// Adds a row.
    #[inline(always)]
    fn add_row(&mut self, simd: S, term: &impl Term, weights: &[f64], values: &[f64]) {
        let (weights, _) = S::as_simd_f64s(weights);
        let (values, rest) = S::as_simd_f64s(values);
        let (weights, rest_weights) = weights.split_at(values.len());
        let (whole_weights, whole_values) =
            (weights.chunks_exact(Self::COUNT), values.chunks_exact(Self::COUNT));
        let (last_weights, last_values) = (whole_weights.remainder(), whole_values.remainder());
        for (weights, values) in whole_weights.zip(whole_values) {
            for k in 0..Self::COUNT {
                self.add(simd, term, k, weights[k], values[k]);
            }
        }
        for (k, (&weight, &value)) in last_weights.iter().zip(last_values).enumerate() {
            self.add(simd, term, k, weight, value);
        }
        if !rest.is_empty() {
            self.add(simd, term, last_values.len(), rest_weights[0], four(simd, rest));
        }
    }

    /// Adds a vector. What has no weight has no influence, whatever its value.
    #[inline(always)]
    fn add(&mut self, simd: S, term: &impl Term, k: usize, weight: S::f64s, value: S::f64s) {
        let counts = simd.greater_than_f64s(weight, simd.splat_f64s(0.0));
        let added = kept(simd, counts, term.of(simd, weight, value));
        self.areas[k] = simd.add_f64s(self.areas[k], weight);
        self.sums[k] = simd.add_f64s(self.sums[k], added);
    }
}

/// Four numbers and zeros, for vectors that are longer.
#[inline(always)]
fn four<S: Simd>(_: S, numbers: &[f64]) -> S::f64s {
    let mut lanes = [0.0; LANES];
    if let Some(four) = numbers.first_chunk::<FOUR>() {
        lanes[..FOUR].copy_from_slice(four);
    }
    S::as_simd_f64s(&lanes).0[0]
}

/// The sum of all lanes.
#[inline(always)]
fn folded<S: Simd>(_: S, vectors: &[S::f64s; LANES]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (out, _) = S::as_mut_simd_f64s(&mut lanes);
    out.copy_from_slice(&vectors[..LANES / S::F64_LANES]);
    fold(&lanes)
}
