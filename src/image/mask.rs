//! Pixels that do not count are taken out of the runs before any reducer sees them.

use super::view::{FlagScratch, View};
use crate::error::{Error, Result};
use crate::raster::{Run, Window};

/// The `runs`, numbered from the first pixel of `window`, without the pixels that are set in `mask`, written to `kept`.
pub fn exclude(
    runs: &[Run],
    window: &Window,
    mask: &View<'_>,
    scratch: &mut FlagScratch,
    kept: &mut Vec<Run>,
) -> Result<()> {
    kept.clear();
    kept.try_reserve(runs.len()).map_err(|_| OUT)?;
    for run in runs {
        let (x, y) = (window.x0 + run.col as i64, window.y0 + run.row as i64);
        let flags = mask.flags(x, y, run.len, scratch);
        if !any_set(flags) {
            kept.push(*run);
            continue;
        }
        let mut from = 0;
        for part in flags.split(|&flag| flag != 0) {
            if !part.is_empty() {
                kept.try_reserve(1).map_err(|_| OUT)?;
                kept.push(run.part(from, part.len()));
            }
            from += part.len() + 1;
        }
    }
    Ok(())
}

/// Whether any flag is set: most runs have none. Eight at a time, since most runs are short.
#[inline(always)]
fn any_set(flags: &[u8]) -> bool {
    let (eights, rest) = flags.as_chunks::<8>();
    let any = eights.iter().fold(0, |any, &eight| any | u64::from_ne_bytes(eight));
    any != 0 || rest.iter().any(|&flag| flag != 0)
}

const OUT: Error = Error::OutOfMemory("the unmasked runs of a source");
