//! The same reducers for dense coverage, to the same bits: a pixel has the same lane, and one without weight adds
//! nothing to it.

use super::ErrorPower;
use super::lanes::{LANES, fold};
use super::sums::{Above, Linear, Product, Squared, Term};
use crate::arithmetic::kept;
use crate::image::{Reading, View};
use crate::raster::Dense;
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
        let (window, width, stride) = (&dense.window, dense.window.width(), dense.stride);
        let zero = simd.splat_f64s(0.0);
        let (mut areas, mut sums) = ([zero; LANES], [zero; LANES]);
        let rows = dense.weights.chunks_exact(stride);
        match image.and_then(|image| image.lent_rows(window.x0, window.y0, stride, window.height())) {
            Some(lent) => {
                for (weights, values) in rows.zip(lent) {
                    reading.fetch();
                    add_row(simd, &term, weights, values, &mut areas, &mut sums);
                }
            }
            None => {
                for (weights, y) in rows.zip(window.y0..) {
                    let values = match image {
                        Some(image) => image.padded_values(window.x0, y, width, stride, reading),
                        None => weights,
                    };
                    add_row(simd, &term, weights, values, &mut areas, &mut sums);
                }
            }
        }
        (folded(simd, &areas), folded(simd, &sums))
    }
}

/// Adds up a row. Those beyond the number of vectors that eight lanes make are not used.
#[inline(always)]
fn add_row<S: Simd>(
    simd: S,
    term: &impl Term,
    weights: &[f64],
    values: &[f64],
    areas: &mut [S::f64s; LANES],
    sums: &mut [S::f64s; LANES],
) {
    let count = LANES / S::F64_LANES;
    let (weights, _) = S::as_simd_f64s(weights);
    let (values, _) = S::as_simd_f64s(values);
    let (whole_weights, whole_values) = (weights.chunks_exact(count), values.chunks_exact(count));
    let (last_weights, last_values) = (whole_weights.remainder(), whole_values.remainder());
    for (weights, values) in whole_weights.zip(whole_values) {
        for k in 0..count {
            add(simd, term, weights[k], values[k], &mut areas[k], &mut sums[k]);
        }
    }
    for (k, (&weight, &value)) in last_weights.iter().zip(last_values).enumerate() {
        add(simd, term, weight, value, &mut areas[k], &mut sums[k]);
    }
}

/// What has no weight has no influence, whatever its value.
#[inline(always)]
fn add<S: Simd>(
    simd: S,
    term: &impl Term,
    weight: S::f64s,
    value: S::f64s,
    area: &mut S::f64s,
    sum: &mut S::f64s,
) {
    let zero = simd.splat_f64s(0.0);
    let counts = simd.greater_than_f64s(weight, zero);
    let added = kept(simd, counts, term.of(simd, weight, value));
    (*area, *sum) = (simd.add_f64s(*area, weight), simd.add_f64s(*sum, added));
}

/// The sum of all lanes.
#[inline(always)]
fn folded<S: Simd>(_: S, vectors: &[S::f64s; LANES]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (out, _) = S::as_mut_simd_f64s(&mut lanes);
    out.copy_from_slice(&vectors[..LANES / S::F64_LANES]);
    fold(&lanes)
}
