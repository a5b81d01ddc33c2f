//! The values of the pixels that have a weight, without those between them.

use crate::image::LentRows;
use pulp::NullaryFnOnce;

/// Pixels that are looked at in one go, of which dense coverage has whole numbers.
pub(super) const FOUR: usize = 4;

/// Writes the values whose weights are not 0, `stride` of either in each row, to `out`, which must have room for all of them and
/// [`FOUR`] more. Before each row `between` is called. Returns how many there are.
pub(super) fn pack(
    weights: &[f64],
    stride: usize,
    rows: LentRows<'_, f64>,
    out: &mut [f64],
    between: impl FnMut(),
) -> usize {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return simd.vectorize(Packing { four: permuted::Four(simd), weights, stride, rows, out, between });
    }
    Packing { four: OneByOne, weights, stride, rows, out, between }.call()
}

struct Packing<'a, P, F> {
    four: P,
    weights: &'a [f64],
    stride: usize,
    rows: LentRows<'a, f64>,
    out: &'a mut [f64],
    between: F,
}

/// A way to pack four values.
trait Pack: Copy {
    /// Writes those whose weights are not 0 to the first places of `out`, and anything to the others. Returns how many there are.
    fn pack(self, weights: &[f64; FOUR], values: &[f64; FOUR], out: &mut [f64; FOUR]) -> usize;
}

impl<P: Pack, F: FnMut()> NullaryFnOnce for Packing<'_, P, F> {
    type Output = usize;

    #[inline(always)]
    fn call(self) -> usize {
        let Self { four, weights, stride, rows, out, mut between } = self;
        let mut count = 0;
        for (weights, values) in weights.chunks_exact(stride).zip(rows) {
            between();
            for (weights, values) in weights.as_chunks().0.iter().zip(values.as_chunks().0) {
                let Some(out) = out[count..].first_chunk_mut() else { break };
                count += four.pack(weights, values, out);
            }
        }
        count
    }
}

/// For processors that cannot do better.
#[derive(Clone, Copy)]
struct OneByOne;

impl Pack for OneByOne {
    #[inline(always)]
    fn pack(self, weights: &[f64; FOUR], values: &[f64; FOUR], out: &mut [f64; FOUR]) -> usize {
        let mut count = 0;
        for (weight, &value) in weights.iter().zip(values) {
            // Written always, counted if it has a weight: no branch that could not be foreseen.
            out[count % FOUR] = value;
            count += usize::from(*weight != 0.0);
        }
        count
    }
}

#[cfg(target_arch = "x86_64")]
mod permuted {
    use super::{FOUR, Pack};
    use pulp::bytemuck::cast;
    use pulp::x86::V3;
    use std::arch::x86_64::_CMP_NEQ_UQ;

    /// By one permutation for each of the sixteen cases.
    #[derive(Clone, Copy)]
    pub(super) struct Four(pub V3);

    /// The halves of the values that are wanted, in order, for every set of them: the bits of its number.
    const HALVES: [[u32; 2 * FOUR]; 1 << FOUR] = {
        let mut halves = [[0; 2 * FOUR]; 1 << FOUR];
        let mut set = 0;
        while set < 1 << FOUR {
            let (mut count, mut value) = (0, 0);
            while value < FOUR {
                if set >> value & 1 == 1 {
                    halves[set][2 * count] = 2 * value as u32;
                    halves[set][2 * count + 1] = 2 * value as u32 + 1;
                    count += 1;
                }
                value += 1;
            }
            set += 1;
        }
        halves
    };

    impl Pack for Four {
        #[inline(always)]
        fn pack(self, weights: &[f64; FOUR], values: &[f64; FOUR], out: &mut [f64; FOUR]) -> usize {
            let (avx, avx2) = (self.0.avx, self.0.avx2);
            let has_weight = avx._mm256_cmp_pd::<_CMP_NEQ_UQ>(cast(*weights), avx._mm256_setzero_pd());
            let set = avx._mm256_movemask_pd(has_weight) as usize % HALVES.len();
            *out = cast(avx2._mm256_permutevar8x32_epi32(cast(*values), cast(HALVES[set])));
            set.count_ones() as usize
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::View;
    use crate::raster::Frame;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_has_a_weight_is_packed(
            pixels in prop::collection::vec((prop::bool::ANY, -9.0..9.0_f64, 1e-300..1.0_f64), 24..=24),
            width in prop::sample::select(vec![4_usize, 8, 12, 24]),
        ) {
            let weights: Vec<f64> = pixels.iter().map(|p| if p.0 { p.2 } else { 0.0 }).collect();
            let values: Vec<f64> = pixels.iter().map(|p| p.1).collect();
            let expected: Vec<f64> = pixels.iter().filter(|p| p.0).map(|p| p.1).collect();
            let view = View::from_slice(&values, Frame { nx: width, ny: 24 / width });
            let rows = || view.lent_rows(0, 0, width, 24 / width);
            let (Some(by_any), Some(one_by_one)) = (rows(), rows()) else { panic!("rows") };
            let (mut out, mut other, mut called) = ([7.0; 28], [7.0; 28], 0);
            let count = pack(&weights, width, by_any, &mut out, || called += 1);
            let packing = Packing {
                four: OneByOne, weights: &weights, stride: width, rows: one_by_one, out: &mut other, between: || (),
            };
            prop_assert_eq!((packing.call(), called), (count, 24 / width));
            prop_assert_eq!(&out[..count], &expected[..]);
            prop_assert_eq!(&other[..count], &expected[..]);
        }
    }
}
