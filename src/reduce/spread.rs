//! Extremes, mean, variance and biweight estimators.

use super::lanes::plain_sum;
use crate::arithmetic::{larger, smaller};
use pulp::{Arch, Simd, WithSimd};

/// The smallest and the largest value; NaN of none.
pub fn extremes(values: &[f64]) -> (f64, f64) {
    if values.is_empty() {
        return (f64::NAN, f64::NAN);
    }
    let smallest = Arch::new().dispatch(Extreme { values, begin: f64::INFINITY, farther: smaller });
    (smallest, largest(values))
}

/// The largest of some values.
fn largest(values: &[f64]) -> f64 {
    Arch::new().dispatch(Extreme { values, begin: f64::NEG_INFINITY, farther: larger })
}

/// The value that is farthest in one direction.
struct Extreme<'a, F> {
    values: &'a [f64],
    begin: f64,
    farther: F,
}

impl<F: Fn(f64, f64) -> f64> WithSimd for Extreme<'_, F> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f64 {
        let Self { values, begin, farther } = self;
        // Many at a time: each comparison waits for the one before.
        let mut found = [begin; 16];
        let (lots, rest) = values.as_chunks::<16>();
        for lot in lots {
            for (found, &v) in found.iter_mut().zip(lot) {
                *found = farther(v, *found);
            }
        }
        for (found, &v) in found.iter_mut().zip(rest) {
            *found = farther(v, *found);
        }
        found.into_iter().fold(begin, farther)
    }
}

/// The mean; NaN of none.
pub fn mean(values: &[f64]) -> f64 {
    plain_sum(values, |v| v) / values.len() as f64
}

/// The mean square distance from the mean; NaN of none.
pub fn mean_square(values: &[f64], mean: f64) -> f64 {
    plain_sum(values, |v| (v - mean) * (v - mean)) / values.len() as f64
}

/// The biweight location and midvariance (Beers, Flynn & Gebhardt 1990, AJ 100, 32) about the median, with the tuning
/// constants 6 and 9. Without spread they are the median and 0.
pub fn biweight(values: &[f64], median: f64, mad: f64) -> (f64, f64) {
    if mad == 0.0 {
        return (median, 0.0);
    }
    let (mut moved, mut weights, mut upper, mut lower) = (0.0, 0.0, 0.0, 0.0);
    for &value in values {
        let distance = value - median;
        let u = distance / (6.0 * mad);
        if u.abs() < 1.0 {
            let weight = (1.0 - u * u) * (1.0 - u * u);
            moved += distance * weight;
            weights += weight;
        }
        let u = distance / (9.0 * mad);
        if u.abs() < 1.0 {
            let rest = 1.0 - u * u;
            upper += distance * distance * (rest * rest) * (rest * rest);
            lower += rest * (1.0 - 5.0 * u * u);
        }
    }
    (median + moved / weights, values.len() as f64 * upper / (lower * lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_are_found_wherever_they_are() {
        for n in 1..30 {
            for at in 0..n {
                let mut values = vec![1.0; n];
                values[at] = -5.0;
                assert_eq!(extremes(&values), (-5.0, if n == 1 { -5.0 } else { 1.0 }));
                values[at] = 7.0;
                assert_eq!(extremes(&values).1, 7.0);
            }
        }
        assert!(extremes(&[]).0.is_nan() && mean(&[]).is_nan() && mean_square(&[], 0.0).is_nan());
    }

    #[test]
    fn the_biweight_ignores_what_is_far_away() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        let (location, variance) = biweight(&values, 3.0, 1.0);
        assert!((location - 3.0).abs() < 1e-15 && variance > 1.0);
        let (far, _) = biweight(&[1.0, 2.0, 3.0, 4.0, 5.0, 1e9], 3.0, 1.0);
        assert_eq!(far, location);
        assert_eq!(biweight(&[2.0, 2.0, 9.0], 2.0, 0.0), (2.0, 0.0));
    }
}
