//! Packing: selected numbers of a list are moved together, four at a time.

use crate::raster::FOUR;

/// What can be done with four numbers. A set of them is a number with a bit for each.
pub(super) trait Pack: Copy {
    /// Those that are not 0.
    fn not_zero(self, numbers: [f64; FOUR]) -> usize;

    /// Those that are less than their counterparts.
    fn less(self, numbers: [i64; FOUR], than: [i64; FOUR]) -> usize;

    /// The numbers of a set, in order; anything in the other places.
    fn pack(self, set: usize, numbers: [i64; FOUR]) -> [i64; FOUR];
}

/// Writes the numbers of a set to the beginning of a list that has room for four, and tells how many they are.
#[inline(always)]
pub(super) fn put<P: Pack>(four: P, set: usize, numbers: &[i64; FOUR], list: &mut [i64]) -> usize {
    if let Some(out) = list.first_chunk_mut::<FOUR>() {
        *out = four.pack(set, *numbers);
    }
    set.count_ones() as usize
}

/// Something that is done with them.
pub(super) trait WithPack {
    type Output;

    fn with_pack<P: Pack>(self, four: P) -> Self::Output;
}

/// Does it, as the processor can do it best.
#[inline(always)]
pub(super) fn packing<W: WithPack>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return simd.vectorize(permuted::Work(permuted::Four(simd), work));
    }
    work.with_pack(OneByOne)
}

/// For processors that cannot do better.
#[derive(Debug, Clone, Copy)]
pub(super) struct OneByOne;

impl Pack for OneByOne {
    #[inline(always)]
    fn not_zero(self, numbers: [f64; FOUR]) -> usize {
        (0..FOUR).fold(0, |set, k| set | usize::from(numbers[k] != 0.0) << k)
    }

    #[inline(always)]
    fn less(self, numbers: [i64; FOUR], than: [i64; FOUR]) -> usize {
        (0..FOUR).fold(0, |set, k| set | usize::from(numbers[k] < than[k]) << k)
    }

    #[inline(always)]
    fn pack(self, set: usize, numbers: [i64; FOUR]) -> [i64; FOUR] {
        let (mut packed, mut count) = (numbers, 0);
        for (k, number) in numbers.into_iter().enumerate() {
            // Written always, counted if it is wanted: no branch that could not be foreseen.
            packed[count % FOUR] = number;
            count += set >> k & 1;
        }
        packed
    }
}

#[cfg(target_arch = "x86_64")]
mod permuted {
    use super::{FOUR, Pack, WithPack};
    use pulp::NullaryFnOnce;
    use pulp::bytemuck::cast;
    use pulp::x86::V3;
    use std::arch::x86_64::{__m256i, _CMP_NEQ_UQ};

    pub(super) struct Work<W>(pub Four, pub W);

    impl<W: WithPack> NullaryFnOnce for Work<W> {
        type Output = W::Output;

        #[inline(always)]
        fn call(self) -> W::Output {
            self.1.with_pack(self.0)
        }
    }

    /// By one permutation for each of the sixteen sets.
    #[derive(Debug, Clone, Copy)]
    pub(super) struct Four(pub V3);

    /// Where the halves of the numbers of each set are, in order.
    const HALVES: [[u32; 2 * FOUR]; 1 << FOUR] = {
        let mut halves = [[0; 2 * FOUR]; 1 << FOUR];
        let mut set = 0;
        while set < 1 << FOUR {
            let (mut count, mut k) = (0, 0);
            while k < FOUR {
                if set >> k & 1 == 1 {
                    halves[set][2 * count] = 2 * k as u32;
                    halves[set][2 * count + 1] = 2 * k as u32 + 1;
                    count += 1;
                }
                k += 1;
            }
            set += 1;
        }
        halves
    };

    impl Pack for Four {
        #[inline(always)]
        fn not_zero(self, numbers: [f64; FOUR]) -> usize {
            let avx = self.0.avx;
            let zero = avx._mm256_setzero_pd();
            avx._mm256_movemask_pd(avx._mm256_cmp_pd::<_CMP_NEQ_UQ>(cast(numbers), zero)) as usize
        }

        #[inline(always)]
        fn less(self, numbers: [i64; FOUR], than: [i64; FOUR]) -> usize {
            let less: __m256i = self.0.avx2._mm256_cmpgt_epi64(cast(than), cast(numbers));
            self.0.avx._mm256_movemask_pd(cast(less)) as usize
        }

        #[inline(always)]
        fn pack(self, set: usize, numbers: [i64; FOUR]) -> [i64; FOUR] {
            let halves = HALVES[set % HALVES.len()];
            cast(self.0.avx2._mm256_permutevar8x32_epi32(cast(numbers), cast(halves)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Everything([i64; FOUR], [i64; FOUR]);

    impl WithPack for Everything {
        type Output = (usize, usize, Vec<Vec<i64>>);

        fn with_pack<P: Pack>(self, four: P) -> Self::Output {
            let packed = |set: usize| {
                let packed = four.pack(set, self.0);
                packed[..set.count_ones() as usize].to_vec()
            };
            let not_zero = four.not_zero(self.0.map(|v| v as f64));
            (not_zero, four.less(self.0, self.1), (0..1 << FOUR).map(packed).collect())
        }
    }

    proptest! {
        #[test]
        fn sets_of_four(a in prop::array::uniform4(-3..3_i64), b in prop::array::uniform4(-3..3_i64), large: bool) {
            let scale = if large { i64::MAX / 3 } else { 1 };
            let (a, b) = (a.map(|v| v * scale), b.map(|v| v * scale));
            let bits = |of: &dyn Fn(usize) -> bool| (0..FOUR).filter(|&k| of(k)).map(|k| 1 << k).sum::<usize>();
            let (not_zero, less, packed) = packing(Everything(a, b));
            prop_assert_eq!((not_zero, less), (bits(&|k| a[k] != 0), bits(&|k| a[k] < b[k])));
            for (set, packed) in packed.iter().enumerate() {
                let expected = (0..FOUR).filter(|k| set >> k & 1 == 1).map(|k| a[k]);
                prop_assert!(expected.eq(packed.iter().copied()));
            }
            prop_assert_eq!(Everything(a, b).with_pack(OneByOne), (not_zero, less, packed));
        }
    }
}
