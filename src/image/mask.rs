//! Pixels that do not count are taken out of the runs before any reducer sees them.

use super::reading::Reading;
use super::view::{LentRows, View};
use crate::error::{Error, Result};
use crate::raster::{Dense, Run, Window};

/// The `runs`, numbered from the first pixel of `window`, without the pixels that are set in `mask`, written to `kept`.
pub fn exclude(
    runs: &[Run],
    window: &Window,
    mask: &View<'_>,
    reading: &mut Reading,
    kept: &mut Vec<Run>,
) -> Result<()> {
    kept.clear();
    kept.try_reserve(runs.len()).map_err(|_| OUT)?;
    for run in runs {
        let (x, y) = (window.x0 + run.col as i64, window.y0 + run.row as i64);
        split(run, mask.flags(x, y, run.len, reading), kept)?;
    }
    Ok(())
}

/// The `runs` without the pixels of an image that `asked` is true of, written to `kept`.
pub fn exclude_where(
    runs: &[Run],
    window: &Window,
    image: &View<'_>,
    asked: impl Fn(f64) -> bool,
    reading: &mut Reading,
    kept: &mut Vec<Run>,
) -> Result<()> {
    kept.clear();
    kept.try_reserve(runs.len()).map_err(|_| OUT)?;
    for run in runs {
        let (x, y) = (window.x0 + run.col as i64, window.y0 + run.row as i64);
        split(run, image.flags_where(x, y, run.len, reading, &asked), kept)?;
    }
    Ok(())
}

/// Takes the weights of the pixels that are set in `mask` out of a dense coverage, and tells whether there were any.
pub fn exclude_dense(dense: &mut Dense<'_>, mask: &View<'_>, reading: &mut Reading) -> bool {
    let Dense { weights, stride, window } = dense;
    let (width, mut found) = (window.width(), false);
    if let Some(rows) = mask.lent_flags(window.x0, window.y0, width, window.height())
        && !any_in(rows, reading)
    {
        // Mostly that is all.
        return false;
    }
    for (weights, y) in weights.chunks_exact_mut(*stride).zip(window.y0..) {
        let flags = mask.flags(window.x0, y, width, reading);
        if set(flags) != 0 {
            for (weight, &flag) in weights.iter_mut().zip(flags) {
                found |= flag != 0 && *weight > 0.0;
                *weight = if flag == 0 { *weight } else { 0.0 };
            }
        }
    }
    found
}

/// Whether any flag is set in some rows.
#[inline(always)]
fn any_in(rows: LentRows<'_, u8>, reading: &mut Reading) -> bool {
    let mut ahead = reading.take_next();
    let mut any = 0;
    for flags in rows {
        reading.fetch_one(&mut ahead);
        any |= set(flags);
    }
    reading.give_back(ahead);
    any != 0
}

/// Not 0 if any flag is set; eight at a time.
#[inline(always)]
fn set(flags: &[u8]) -> u64 {
    let (Some(first), Some(last)) = (flags.first_chunk::<8>(), flags.last_chunk::<8>()) else {
        return flags.iter().fold(0, |any, &flag| any | u64::from(flag));
    };
    // The last eight, some of them once more.
    let ends = u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last);
    if flags.len() <= 16 {
        return ends;
    }
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().fold(ends, |any, eight| any | u64::from_ne_bytes(*eight))
}

/// Appends the parts of a run whose flags are 0.
#[inline(always)]
fn split(run: &Run, flags: &[u8], kept: &mut Vec<Run>) -> Result<()> {
    if flags.len() <= SHORT {
        let mut free = !set_bits(flags) & (u64::MAX >> (SHORT - flags.len()));
        while free != 0 {
            let from = free.trailing_zeros() as usize;
            let len = (!(free >> from)).trailing_zeros() as usize;
            keep(run, from, len, kept)?;
            free &= !((u64::MAX >> (SHORT - len)) << from);
        }
    } else {
        let mut from = 0;
        for part in flags.split(|&flag| flag != 0) {
            if !part.is_empty() {
                keep(run, from, part.len(), kept)?;
            }
            from += part.len() + 1;
        }
    }
    Ok(())
}

/// Most runs are short enough for a bit for each pixel.
const SHORT: usize = 64;

#[inline(always)]
fn keep(run: &Run, from: usize, len: usize, kept: &mut Vec<Run>) -> Result<()> {
    if kept.len() == kept.capacity() {
        kept.try_reserve(1).map_err(|_| OUT)?;
    }
    kept.push(run.part(from, len));
    Ok(())
}

/// A bit for each of at most 64 flags, eight flags at a time.
#[inline(always)]
fn set_bits(flags: &[u8]) -> u64 {
    if let Some(last) = flags.last_chunk::<8>() {
        let (eights, _) = flags.as_chunks::<8>();
        let bits = eights.iter().zip(0..).fold(0, |all, (eight, k)| all | gathered(*eight) << (8 * k));
        // The last eight, some of them once more.
        bits | gathered(*last) << (flags.len() - 8)
    } else {
        flags.iter().zip(0..).fold(0, |all, (&flag, k)| all | u64::from(flag != 0) << k)
    }
}

/// The bits of eight flags.
#[inline(always)]
fn gathered(eight: [u8; 8]) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    /// Eight bytes of 0 or 1 times this number have them in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let flags = u64::from_le_bytes(eight);
    // The highest bit of each byte: whether any of its bits is set.
    let ones = ((((flags & LOW) + LOW) | flags) & !LOW) >> 7;
    ones.wrapping_mul(GATHER) >> 56
}

const OUT: Error = Error::OutOfMemory("the unmasked runs of a source");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{Frame, Weight};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_kept_is_what_is_not_set(flags in prop::collection::vec(prop_oneof![3 => Just(0_u8), 1 => any::<u8>()], 1..200)) {
            let values: Vec<f64> = flags.iter().map(|&flag| f64::from(flag)).collect();
            let frame = Frame { nx: flags.len(), ny: 1 };
            let run = Run { row: 0, col: 0, len: flags.len(), weight: Weight::PerPixel(7) };
            let mut kept = vec![];
            let view = View::from_slice(&values, frame);
            prop_assert_eq!(exclude(&[run], &frame.window(), &view, &mut Reading::default(), &mut kept), Ok(()));
            if flags.len() <= SHORT {
                let bits = set_bits(&flags);
                prop_assert!(flags.iter().enumerate().all(|(k, &flag)| (bits >> k & 1 != 0) == (flag != 0)));
            }
            prop_assert_eq!(set(&flags) != 0, flags.iter().any(|&flag| flag != 0));
            let mut left = vec![false; flags.len()];
            for run in &kept {
                prop_assert!(run.len > 0 && run.weight == Weight::PerPixel(7 + run.col));
                left[run.col..run.col + run.len].fill(true);
            }
            prop_assert!(left.iter().zip(&flags).all(|(&left, &flag)| left == (flag == 0)));
            // Runs are as long as they can be.
            prop_assert!(kept.windows(2).all(|pair| pair[0].col + pair[0].len < pair[1].col));
        }
    }
}
