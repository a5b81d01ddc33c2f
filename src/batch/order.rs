//! In which order sources are visited.

use super::sources::Sources;
use crate::error::{Error, Result, filled};
use crate::raster::Window;

/// Below these, the caller's order is as good as any: few sources, or an image that the cache holds.
const MANY_SOURCES: usize = 1000;
const LARGE_IMAGE: usize = 1 << 18;
/// Rows of an image that are visited together, unless that makes too many bands.
const BAND: usize = 32;
const MOST_BANDS: usize = 4096;

/// The sources by bands of rows of the window, so that neighbours in time are neighbours in memory; without a window in
/// the caller's order. A counting sort: in equal bands they keep that order.
pub(super) fn image_order(sources: &Sources<'_>, window: Option<&Window>) -> Result<Vec<u32>> {
    let n = sources.len();
    if u32::try_from(n).is_err() {
        return Err(Error::OutOfMemory("more than 4294967295 sources"));
    }
    let mut order = filled(n, 0, MEMORY)?;
    let large = window.filter(|w| n >= MANY_SOURCES && w.width().saturating_mul(w.height()) >= LARGE_IMAGE);
    let Some(window) = large else {
        order.iter_mut().zip(0..).for_each(|(slot, i)| *slot = i);
        return Ok(order);
    };
    let rows = BAND.max(window.height().div_ceil(MOST_BANDS));
    let bands = window.height().div_ceil(rows);
    // Once: another Python thread might change the positions meanwhile.
    let mut band_of = filled(n, 0_u16, MEMORY)?;
    let mut starts = [0_u32; MOST_BANDS + 1];
    for (i, band) in band_of.iter_mut().enumerate() {
        // Sources off the image, or nowhere, go to the bands at its ends.
        let row = (sources.at(i).y - window.y0 as f64).max(0.0) as usize;
        *band = (row / rows).min(bands - 1) as u16;
        starts[*band as usize + 1] += 1;
    }
    for band in 0..bands {
        starts[band + 1] += starts[band];
    }
    for (&band, i) in band_of.iter().zip(0..) {
        let slot = &mut starts[band as usize];
        order[*slot as usize] = i;
        *slot += 1;
    }
    Ok(order)
}

const MEMORY: &str = "the order of the sources";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Kind, Ties};

    #[test]
    fn every_source_once_and_bands_ascend() {
        let mut positions: Vec<f64> =
            (0..3000).flat_map(|i| [0.0, f64::from((i * 7919) % 2000) - 100.0]).collect();
        positions[11] = f64::NAN;
        let Ok(shape) = Kind::Circle.build(&[1.0], Ties::Native) else { panic!("a circle") };
        let sources = Sources::shared(&positions, shape);
        let window = Window { x0: 0, x1: 1000, y0: 0, y1: 1500 };
        let order = image_order(&sources, Some(&window)).unwrap_or_default();
        let mut seen = order.clone();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..3000));
        let bands: Vec<_> = order
            .iter()
            .map(|&i| (sources.at(i as usize).y.clamp(0.0, 1499.0) / BAND as f64) as u32)
            .collect();
        assert!(bands.is_sorted());
    }
}
