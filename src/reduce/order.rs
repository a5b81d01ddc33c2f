//! Order statistics, by selection: nothing is sorted.

use super::spread::largest;
use pulp::{Arch, Simd, WithSimd};

/// The median; of an even number of values the mean of the two in the middle. The values are reordered. Of none it is NaN.
pub fn median(values: &mut [f64]) -> f64 {
    let n = values.len();
    if n == 0 {
        return f64::NAN;
    }
    // As integers in the same order: comparing those takes one instruction.
    let keys: &mut [i64] = pulp::bytemuck::cast_slice_mut(values);
    Arch::new().dispatch(Reorder(keys));
    keys.select_nth_unstable(n / 2);
    Arch::new().dispatch(Reorder(keys));
    let middle = values[n / 2];
    if n % 2 == 1 {
        return middle;
    }
    0.5 * (largest(&values[..n / 2]) + middle)
}

/// Makes integers of all bits, or bits of all integers.
struct Reorder<'a>(&'a mut [i64]);

impl WithSimd for Reorder<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.0.iter_mut().for_each(|bits| *bits = ordered(*bits));
    }
}

/// The bits of a number as an integer that is as much larger as the number is (NaN at the ends), and back again.
#[inline(always)]
fn ordered(bits: i64) -> i64 {
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

/// The median of the distances from a centre.
pub fn median_deviation(values: &[f64], centre: f64, work: &mut Vec<f64>) -> f64 {
    work.clear();
    work.extend(values.iter().map(|v| (v - centre).abs()));
    median(work)
}

/// The Gini coefficient of the absolute values (Lotz et al. 2004, AJ 128, 163): 0 if all are the same, 1 if one has all. Of
/// one value, or of zeros, it is 0; of none NaN.
pub fn gini(values: &[f64], work: &mut Vec<f64>) -> f64 {
    let n = values.len();
    if n == 0 {
        return f64::NAN;
    }
    work.clear();
    work.extend(values.iter().map(|v| v.abs()));
    // Every rank counts here, so this one is sorted.
    work.sort_unstable_by(f64::total_cmp);
    let count = n as f64;
    let whole: f64 = work.iter().sum();
    let norm = whole / count * count * (count - 1.0);
    if norm == 0.0 {
        return 0.0;
    }
    let ranked: f64 = work.iter().enumerate().map(|(i, v)| (2.0 * i as f64 + 1.0 - count) * v).sum();
    ranked / norm
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_median_is_that_of_the_sorted(mut values in prop::collection::vec(-1e3..1e3_f64, 1..80)) {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let n = sorted.len();
            let expected = if n % 2 == 1 { sorted[n / 2] } else { 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]) };
            prop_assert_eq!(median(&mut values), expected);
            let mut deviations: Vec<f64> = sorted.iter().map(|v| (v - expected).abs()).collect();
            prop_assert_eq!(median_deviation(&sorted, expected, &mut vec![]), median(&mut deviations));
        }
    }

    #[test]
    fn of_nothing_and_of_one() {
        assert!(median(&mut []).is_nan() && gini(&[], &mut vec![]).is_nan());
        assert_eq!(median(&mut [3.0]), 3.0);
        assert_eq!(gini(&[3.0], &mut vec![]), 0.0);
        assert_eq!(gini(&[0.0, 0.0], &mut vec![]), 0.0);
        assert_eq!(gini(&[0.0, 0.0, 0.0, -7.0], &mut vec![]), 1.0);
        assert_eq!(gini(&[2.0, -2.0, 2.0], &mut vec![]), 0.0);
    }
}
