//! Medians, by selection: nothing is sorted.

use super::packing::{Pack, WithPack, packing, put};
use crate::raster::FOUR;

/// Of so few the standard library selects.
const FEW: usize = 32;
/// So often what is left is parted; then the standard library, whose time has a bound, takes over.
const ROUNDS: usize = 40;

/// Memory for selecting: the keys, those below a pivot, and those above it.
#[derive(Debug, Default)]
pub struct Selection([Vec<i64>; 3]);

impl Selection {
    /// The median; of an even number of values the mean of the two in the middle. Of none it is NaN.
    pub fn median(&mut self, values: &[f64]) -> f64 {
        self.median_of(values, |v| v)
    }

    /// The median of the distances from a centre.
    pub fn median_deviation(&mut self, values: &[f64], centre: f64) -> f64 {
        self.median_of(values, |v| (v - centre).abs())
    }

    fn median_of(&mut self, values: &[f64], what: impl Fn(f64) -> f64) -> f64 {
        if values.is_empty() { f64::NAN } else { packing(Median { values, what, memory: &mut self.0 }) }
    }

    /// Gives back what one unusually large source has taken.
    pub(crate) fn trim(&mut self, limit: usize) {
        for list in &mut self.0 {
            list.clear();
            list.shrink_to(limit);
        }
    }
}

struct Median<'a, F> {
    values: &'a [f64],
    what: F,
    memory: &'a mut [Vec<i64>; 3],
}

impl<F: Fn(f64) -> f64> WithPack for Median<'_, F> {
    type Output = f64;

    #[inline(always)]
    fn with_pack<P: Pack>(self, four: P) -> f64 {
        let Self { values, what, memory } = self;
        let n = values.len();
        // What was there before is written over.
        let [keys, below, above] = memory.each_mut().map(|list| {
            list.resize(n + FOUR, 0);
            &mut list[..]
        });
        for (key, &value) in keys.iter_mut().zip(values) {
            *key = key_of(what(value));
        }
        let middle = select(four, keys, [below, above], n, n / 2);
        let number = |key: i64| f64::from_bits(ordered(key).cast_unsigned());
        if n % 2 == 1 {
            return number(middle);
        }
        // The largest of those below it, unless there are too few: then the one before it in order is its equal.
        let (mut count, mut below) = (0, i64::MIN);
        for &value in values {
            let key = key_of(what(value));
            let less = key < middle;
            count += usize::from(less);
            below = below.max(if less { key } else { i64::MIN });
        }
        0.5 * (number(if count < n / 2 { middle } else { below }) + number(middle))
    }
}

/// The key that has `k` others before it in order, of the first `n`. All are reordered and written over.
#[inline(always)]
fn select<P: Pack>(four: P, keys: &mut [i64], parts: [&mut [i64]; 2], mut n: usize, mut k: usize) -> i64 {
    let (mut keys, [mut below, mut above]) = (keys, parts);
    for _ in 0..ROUNDS {
        if n <= FEW {
            break;
        }
        let pivot = likely_median(&keys[..n]);
        let (less, greater) = part(four, &keys[..n], below, above, pivot);
        if k < less {
            n = less;
            std::mem::swap(&mut keys, &mut below);
        } else if k < n - greater {
            return pivot;
        } else {
            k -= n - greater;
            n = greater;
            std::mem::swap(&mut keys, &mut above);
        }
    }
    *keys[..n].select_nth_unstable(k).1
}

/// Writes the keys that are less than a pivot to `below`, those that are greater to `above`, and tells how many there are of either.
#[inline(always)]
fn part<P: Pack>(four: P, keys: &[i64], below: &mut [i64], above: &mut [i64], pivot: i64) -> (usize, usize) {
    let (mut less, mut greater) = (0, 0);
    let (fours, rest) = keys.as_chunks::<FOUR>();
    for these in fours {
        less += put(four, four.less(*these, [pivot; FOUR]), these, &mut below[less..]);
        greater += put(four, four.less([pivot; FOUR], *these), these, &mut above[greater..]);
    }
    // What is equal counts for neither.
    let mut last = [pivot; FOUR];
    last[..rest.len()].copy_from_slice(rest);
    less += put(four, four.less(last, [pivot; FOUR]), &last, &mut below[less..]);
    greater += put(four, four.less([pivot; FOUR], last), &last, &mut above[greater..]);
    (less, greater)
}

/// One of some keys that is likely to be near their median: the median of the medians of three and three and three.
#[inline(always)]
fn likely_median(keys: &[i64]) -> i64 {
    let step = keys.len() / 9;
    let of_three = |a: i64, b: i64, c: i64| a.min(b).max(a.max(b).min(c));
    let at = |k: usize| of_three(keys[k * step], keys[(k + 3) * step], keys[(k + 6) * step]);
    of_three(at(0), at(1), at(2))
}

/// An integer for every number, in the same order.
#[inline(always)]
fn key_of(number: f64) -> i64 {
    ordered(number.to_bits().cast_signed())
}

/// The bits of a number as an integer that is as much larger as the number is (NaN at the ends), and back again.
#[inline(always)]
fn ordered(bits: i64) -> i64 {
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

#[cfg(test)]
mod tests {
    use super::super::packing::OneByOne;
    use super::*;
    use proptest::prelude::*;

    fn middle(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        let n = values.len();
        if n % 2 == 1 { values[n / 2] } else { 0.5 * (values[n / 2 - 1] + values[n / 2]) }
    }

    proptest! {
        #[test]
        fn the_median_is_that_of_the_sorted(
            values in prop_oneof![
                prop::collection::vec(-1e3..1e3_f64, 1..80),
                prop::collection::vec(-1e3..1e3_f64, 80..700),
                // Many of them are the same.
                prop::collection::vec((-4..4_i32).prop_map(f64::from), 1..300),
            ],
        ) {
            let expected = middle(values.clone());
            let mut selection = Selection::default();
            // Twice: the first one must leave nothing behind.
            for _ in 0..2 {
                prop_assert_eq!(selection.median(&values), expected);
            }
            let deviations = values.iter().map(|v| (v - expected).abs()).collect();
            prop_assert_eq!(selection.median_deviation(&values, expected), middle(deviations));
            let mut memory = Default::default();
            let by_one = Median { values: &values, what: |v| v, memory: &mut memory };
            prop_assert_eq!(by_one.with_pack(OneByOne), expected);
        }
    }

    #[test]
    fn in_whatever_order_they_are() {
        // Ascending, descending, in the shape of an organ, and pivots that are always the least.
        for n in [33, 100, 1000, 5000] {
            let up: Vec<f64> = (0..n).map(f64::from).collect();
            let down: Vec<f64> = up.iter().rev().copied().collect();
            let organ: Vec<f64> = (0..n).map(|i| f64::from(i.min(n - i))).collect();
            let one_low: Vec<f64> =
                (0..n).map(|i| if i % (n / 9) == 0 { -f64::from(i) } else { 1e9 }).collect();
            for values in [up, down, organ, one_low] {
                assert_eq!(Selection::default().median(&values), middle(values));
            }
        }
    }

    #[test]
    fn of_nothing_of_one_and_of_nan() {
        let mut selection = Selection::default();
        assert!(selection.median(&[]).is_nan());
        assert_eq!(selection.median(&[3.0]), 3.0);
        assert!(selection.median(&[f64::NAN; 70]).is_nan());
        assert_eq!(selection.median(&[f64::NAN, -1.0, 5.0]), 5.0);
    }
}
