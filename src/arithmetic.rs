//! Arithmetic that compiles to one or two instructions everywhere. The methods of f64 of the same meaning look after
//! NaN, which cannot come up where these are used, or are calls into a library on processors before SSE4.1.

use pulp::Simd;
use pulp::bytemuck::try_cast;

/// The smaller of two numbers.
#[inline(always)]
pub(crate) fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The larger of two numbers.
#[inline(always)]
pub(crate) fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The number, but none below `low` or above `high`.
#[inline(always)]
pub(crate) fn between(x: f64, low: f64, high: f64) -> f64 {
    smaller(larger(x, low), high)
}

/// A vector, with 0 where the mask is not set.
#[inline(always)]
pub(crate) fn kept<S: Simd>(simd: S, mask: S::m64s, v: S::f64s) -> S::f64s {
    // A choice between two vectors looks at one bit of each lane of the mask, which takes two instructions where one would do.
    match try_cast(mask) {
        Ok(bits) => simd.transmute_f64s_u64s(simd.and_u64s(bits, simd.transmute_u64s_f64s(v))),
        // Some masks are narrower than the vectors that they belong to.
        Err(_) => simd.select_f64s(mask, v, simd.splat_f64s(0.0)),
    }
}

/// The integer below; beyond the range of i64 the end of it.
#[inline(always)]
pub(crate) fn floor(x: f64) -> i64 {
    let toward_zero = x as i64;
    toward_zero.saturating_sub(i64::from((toward_zero as f64) > x))
}

/// The integer above; beyond the range of i64 the end of it.
#[inline(always)]
pub(crate) fn ceil(x: f64) -> i64 {
    let toward_zero = x as i64;
    toward_zero.saturating_add(i64::from((toward_zero as f64) < x))
}

/// A sum with a number below 2⁵⁰ is an integer, which stands in its last bits: quicker than a conversion that looks after
/// the range.
pub(crate) const ROUNDER: f64 = 1.5 * (1_u64 << 52) as f64;

/// The nearest integer to a number below 2⁵⁰, and the same as f64.
#[inline(always)]
fn nearest(x: f64) -> (i64, f64) {
    debug_assert!(x.abs() < (1_u64 << 50) as f64);
    let sum = x + ROUNDER;
    (sum.to_bits() as i64 - ROUNDER.to_bits() as i64, sum - ROUNDER)
}

/// The nearest integer to a number below 2⁵⁰; halfway the even one.
#[inline(always)]
pub(crate) fn near_integer(x: f64) -> i64 {
    nearest(x).0
}

/// The integer below a number of less than 2⁵⁰.
#[inline(always)]
pub(crate) fn near_floor(x: f64) -> i64 {
    let (integer, rounded) = nearest(x);
    integer - i64::from(rounded > x)
}

/// The integer above a number of less than 2⁵⁰.
#[inline(always)]
pub(crate) fn near_ceil(x: f64) -> i64 {
    let (integer, rounded) = nearest(x);
    integer + i64::from(rounded < x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::{Arch, Scalar, WithSimd};

    /// The second of each pair of numbers that is above the first, else 0.
    struct Above<'a>(&'a [[f64; 8]; 2]);

    impl WithSimd for Above<'_> {
        type Output = Vec<f64>;

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> Vec<f64> {
            let [low, high] = self.0.each_ref().map(|numbers| S::as_simd_f64s(numbers).0);
            let mut out = vec![9.0; 8];
            for ((out, &low), &high) in S::as_mut_simd_f64s(&mut out).0.iter_mut().zip(low).zip(high) {
                *out = kept(simd, simd.less_than_f64s(low, high), high);
            }
            out
        }
    }

    #[test]
    fn what_is_not_kept_is_zero() {
        let nan = f64::NAN;
        let pairs =
            [[0.0, 1.0, 2.0, nan, 3.0, -3.0, 1.0, 0.5], [1.0, 1.0, 3.0, 1.0, nan, -2.5, -1.0, f64::INFINITY]];
        let expected = [1.0, 0.0, 3.0, 0.0, 0.0, -2.5, 0.0, f64::INFINITY];
        assert_eq!(Arch::new().dispatch(Above(&pairs)), expected);
        assert_eq!(Above(&pairs).with_simd(Scalar::new()), expected);
    }

    #[test]
    fn floor_and_ceil_are_those_of_f64() {
        for x in [
            0.0,
            -0.0,
            0.5,
            -0.5,
            3.0,
            -3.0,
            2.5,
            -3.5,
            2.999,
            -2.999,
            5e14 + 0.25,
            -5e14 - 0.75,
            1e-300,
            -1e-300,
            1e15 + 0.5,
            -1e15 - 0.5,
            1e300,
            -1e300,
        ] {
            assert_eq!(floor(x), x.floor() as i64, "{x}");
            assert_eq!(ceil(x), x.ceil() as i64, "{x}");
            if x.abs() < 1e15 {
                assert_eq!(near_floor(x), x.floor() as i64, "{x}");
                assert_eq!(near_ceil(x), x.ceil() as i64, "{x}");
            }
        }
    }
}
