//! The canonical order of addition.

use pulp::{Arch, Simd, WithSimd};

/// Number of partial sums.
pub(super) const LANES: usize = 8;
/// Interior runs are cut at absolute multiples of this column.
pub(super) const BLOCK: i64 = 64;

/// Adds a term for each pair of a run that begins in column `first` of the window to the partial sums.
#[inline(always)]
pub(super) fn accumulate(
    lanes: &mut [f64; LANES],
    first: usize,
    a: &[f64],
    b: &[f64],
    term: impl Fn(f64, f64) -> f64,
) {
    let mut sums = *lanes;
    let first = first % LANES;
    let head = if first == 0 { 0 } else { (LANES - first).min(a.len()) };
    for k in 0..head {
        sums[first + k] += term(a[k], b[k]);
    }
    let ((a, a_rest), (b, b_rest)) = (a[head..].as_chunks::<LANES>(), b[head..].as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += term(a[lane], b[lane]);
        }
    }
    for (sum, (&a, &b)) in sums.iter_mut().zip(a_rest.iter().zip(b_rest)) {
        *sum += term(a, b);
    }
    *lanes = sums;
}

/// Always in this order.
#[inline(always)]
pub(super) fn fold(l: &[f64; LANES]) -> f64 {
    ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))
}

/// The sum of one block by itself.
#[inline(always)]
pub(super) fn plain_sum(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    Arch::new().dispatch(Plain { values, term })
}

/// A sum of terms of values.
struct Plain<'a, F> {
    values: &'a [f64],
    term: F,
}

impl<F: Fn(f64) -> f64> WithSimd for Plain<'_, F> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f64 {
        let Self { values, term } = self;
        let mut lanes = [0.0; LANES];
        accumulate(&mut lanes, 0, values, values, |v, _| term(v));
        fold(&lanes)
    }
}

/// The sum of a term for each weight and value.
pub fn weighted(weights: &[f64], values: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    accumulate(&mut lanes, 0, weights, values, term);
    fold(&lanes)
}

/// Cuts `len` columns from absolute column `x` on into blocks: (offset in the run, length).
pub(super) fn blocks(x: i64, len: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let room = (BLOCK - (x + from as i64).rem_euclid(BLOCK)) as usize;
        let n = room.min(len - from);
        from += n;
        (n > 0).then_some((from - n, n))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_at_multiples_of_64() {
        assert_eq!(blocks(60, 140).collect::<Vec<_>>(), [(0, 4), (4, 64), (68, 64), (132, 8)]);
        assert_eq!(blocks(64, 64).collect::<Vec<_>>(), [(0, 64)]);
        assert_eq!(blocks(-3, 5).collect::<Vec<_>>(), [(0, 3), (3, 2)]);
        assert_eq!(blocks(5, 0).count(), 0);
    }

    #[test]
    fn lanes_add_everything_once() {
        for len in 0..40 {
            let mut lanes = [0.0; LANES];
            let powers: Vec<f64> = (0..len).map(|i| (1_u64 << i) as f64).collect();
            accumulate(&mut lanes, len % 11, &powers, &powers, |w, _| w);
            assert_eq!(fold(&lanes) + 0.5, ((1_u64 << len) - 1) as f64 + 0.5);
        }
    }
}
