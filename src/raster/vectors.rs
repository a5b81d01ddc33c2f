//! Helpers for SIMD vectors: lanes, clamping, polynomials, cutoffs.
//!
//! Functions, since what is inlined into a closure does not know of the processor's instructions.

use crate::arithmetic::{ROUNDER, kept};
use pulp::{Arch, Simd, WithSimd};

/// No vector has more lanes.
pub(super) const MOST_LANES: usize = 8;

/// How many numbers there are to load from.
const MOST_NUMBERS: usize = 32;

/// How many lanes a vector of this processor has.
#[inline(always)]
pub(super) fn lanes_here() -> usize {
    struct Lanes;

    impl WithSimd for Lanes {
        type Output = usize;

        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) -> usize {
            S::F64_LANES
        }
    }

    Arch::new().dispatch(Lanes)
}

/// 0, 1, 2, …
pub(super) const COUNT: [f64; MOST_NUMBERS] = {
    let mut count = [0.0; MOST_NUMBERS];
    let mut i = 0;
    while i < MOST_NUMBERS {
        count[i] = i as f64;
        i += 1;
    }
    count
};

/// The k-th lot of numbers.
#[inline(always)]
pub(super) fn lot<S: Simd>(_: S, numbers: &[f64], k: usize) -> S::f64s {
    S::as_simd_f64s(numbers).0[k]
}

/// The weights, or 0 for those below the cutoff.
#[inline(always)]
pub(super) fn significant<S: Simd>(simd: S, weights: S::f64s, cutoff: S::f64s) -> S::f64s {
    kept(simd, simd.greater_than_or_equal_f64s(weights, cutoff), weights)
}

/// The cutoff of a vector of columns of which so many are left in the window, or less than none: nothing beyond it counts.
#[inline(always)]
pub(super) fn cutoff_of_columns<S: Simd>(simd: S, cutoff: f64, left: f64) -> S::f64s {
    let here = simd.less_than_f64s(lot(simd, &COUNT, 0), simd.splat_f64s(left));
    simd.select_f64s(here, simd.splat_f64s(cutoff), simd.splat_f64s(f64::INFINITY))
}

/// The numbers, but none below or above some others.
#[inline(always)]
pub(super) fn between<S: Simd>(simd: S, v: S::f64s, low: S::f64s, high: S::f64s) -> S::f64s {
    simd.min_f64s(simd.max_f64s(v, low), high)
}

/// Heights within a row, or widths within a column, from 0 to 1, rounded to multiples of 2⁻⁵¹.
#[inline(always)]
pub(super) fn rounded<S: Simd>(simd: S, v: S::f64s) -> S::f64s {
    let two = simd.splat_f64s(2.0);
    simd.sub_f64s(simd.add_f64s(v, two), two)
}

/// The integers below numbers of less than 2⁵⁰.
#[inline(always)]
pub(super) fn floor<S: Simd>(simd: S, v: S::f64s) -> S::f64s {
    let rounder = simd.splat_f64s(ROUNDER);
    let nearest = simd.sub_f64s(simd.add_f64s(v, rounder), rounder);
    let below = simd.sub_f64s(nearest, simd.splat_f64s(1.0));
    simd.select_f64s(simd.greater_than_f64s(nearest, v), below, nearest)
}

/// How far x is from the left sides of columns, from 0 to 1, as a multiple of 2⁻⁵¹.
#[inline(always)]
pub(super) fn within<S: Simd>(simd: S, x: S::f64s, left: S::f64s) -> S::f64s {
    let offset = simd.sub_f64s(x, left);
    rounded(simd, between(simd, offset, simd.splat_f64s(0.0), simd.splat_f64s(1.0)))
}

/// The lanes of a vector, and zeros.
#[inline(always)]
pub(super) fn lanes<S: Simd>(vector: S::f64s) -> [f64; MOST_LANES] {
    let mut lanes = [0.0; MOST_LANES];
    S::as_mut_simd_f64s(&mut lanes).0[0] = vector;
    lanes
}

/// Eight terms of a polynomial, by pairs of pairs, so that the processor need not wait for one before it begins the next.
#[inline(always)]
pub(super) fn eight<S: Simd>(simd: S, p: &[f64], k: usize, [z, z2, z4]: [S::f64s; 3]) -> S::f64s {
    let low = simd.mul_add_e_f64s(pair(simd, p, k + 2, z), z2, pair(simd, p, k, z));
    let high = simd.mul_add_e_f64s(pair(simd, p, k + 6, z), z2, pair(simd, p, k + 4, z));
    simd.mul_add_e_f64s(high, z4, low)
}

/// Two terms of a polynomial.
#[inline(always)]
pub(super) fn pair<S: Simd>(simd: S, p: &[f64], k: usize, z: S::f64s) -> S::f64s {
    simd.mul_add_e_f64s(simd.splat_f64s(p[k + 1]), z, simd.splat_f64s(p[k]))
}
