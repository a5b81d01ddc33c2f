//! Only adds up pixels, as every sum in an aperture must. Built and called by floor.py.

use std::slice::from_raw_parts;

const LANES: usize = 8;

/// Adds up the pixels of `n` sources. Source `k` has the runs `first[k]..first[k + 1]`, each of which is the index of
/// its first pixel and its length.
///
/// # Safety
/// The arrays are as long as that, and all runs lie in the image.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn add_up(
    image: *const f64,
    runs: *const [u32; 2],
    first: *const u64,
    n: usize,
    sums: *mut f64,
) {
    for k in 0..n {
        // SAFETY: as the caller has promised.
        let runs = unsafe {
            let (begin, end) = (*first.add(k) as usize, *first.add(k + 1) as usize);
            from_raw_parts(runs.add(begin), end - begin)
        };
        let mut lanes = [0.0; LANES];
        for &[start, length] in runs {
            // SAFETY: as the caller has promised.
            let pixels = unsafe { from_raw_parts(image.add(start as usize), length as usize) };
            let (chunks, rest) = pixels.as_chunks::<LANES>();
            for chunk in chunks {
                for (lane, pixel) in lanes.iter_mut().zip(chunk) {
                    *lane += pixel;
                }
            }
            for (lane, pixel) in lanes.iter_mut().zip(rest) {
                *lane += pixel;
            }
        }
        // SAFETY: as the caller has promised.
        unsafe { *sums.add(k) = lanes.iter().sum() };
    }
}
