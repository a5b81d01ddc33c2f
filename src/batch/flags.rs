//! Flags of a source, one bit for each finding of the rules. "Pixel" means a pixel of positive weight.

/// Pixels off the image, and none in it.
pub const NO_OVERLAP: u16 = 1;
/// Pixels in the image and off it.
pub const PARTIAL_OVERLAP: u16 = 2;
/// No pixel in the image.
pub const NO_PIXELS: u16 = 4;
/// A pixel is masked.
pub const MASKED: u16 = 8;
/// A pixel that is not masked has no finite value.
pub const NON_FINITE_DATA: u16 = 16;
/// A pixel that counts has no finite error.
pub const NON_FINITE_ERROR: u16 = 32;
/// A pixel that would count is another source's.
pub const NEIGHBOUR: u16 = 64;
/// One of those could not be corrected.
pub const UNCORRECTED: u16 = 128;
/// There are pixels in the image, but none counts.
pub const ALL_MASKED: u16 = 256;

/// The flags of a source without a position: it has no pixel in the image.
pub(super) const OF_NOWHERE: i64 = (NO_OVERLAP | NO_PIXELS) as i64;

/// The flags of a source that has pixels that count, from whether others are `outside` the image or `masked`.
pub(super) fn of_dense(outside: bool, masked: bool) -> u16 {
    u16::from(outside) * PARTIAL_OVERLAP + u16::from(masked) * MASKED
}
