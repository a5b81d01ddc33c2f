//! The elements of an image: their types, how they lie in memory, and how they become f64.
#![allow(unsafe_code)] // Strided, misaligned and byte-swapped memory is read through raw pointers, here and in view.rs only.

use crate::raster::FOUR;
use pulp::{Arch, Simd, WithSimd};

/// What one element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Element {
    /// One byte; anything but 0 is 1.
    Bool,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    /// IEEE half precision.
    F16,
    F32,
    F64,
}

impl Element {
    /// Bytes of one element.
    pub fn size(self) -> usize {
        match self {
            Self::Bool | Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 | Self::F16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 => 8,
        }
    }
}

/// How the elements lie in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// What one element is.
    pub element: Element,
    /// Whether its bytes are in the other order than this machine's.
    pub swapped: bool,
    /// Bytes from one row to the next.
    pub row_stride: isize,
    /// Bytes from one column to the next.
    pub col_stride: isize,
}

/// Writes the values of some rows as f64, `len` from each and zeros that make them `padded`; before each row `between` is called.
///
/// # Safety
/// `out` has room for whole rows, and so many must be readable, by the strides of `layout`, the first one at `first`; `len` is at most
/// `padded`, which is not 0 unless there are no rows.
pub(super) unsafe fn write_rows(
    first: *const u8,
    layout: &Layout,
    len: usize,
    padded: usize,
    out: &mut [f64],
    between: impl FnMut(),
) {
    debug_assert!(len <= padded && (out.is_empty() || out.len().is_multiple_of(padded)));
    Arch::new().dispatch(Write { first, layout, len, padded, out, between });
}

struct Write<'a, F> {
    first: *const u8,
    layout: &'a Layout,
    len: usize,
    padded: usize,
    out: &'a mut [f64],
    between: F,
}

impl<F: FnMut()> WithSimd for Write<'_, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { mut first, layout, len, padded, out, mut between } = self;
        let Layout { element, swapped, row_stride, col_stride } = *layout;
        macro_rules! convert {
            ($type:ty, $bytes:expr, $to_f64:expr) => {
                for out in out.chunks_exact_mut(padded.max(1)) {
                    between();
                    let (out, rest) = out.split_at_mut(len);
                    rest.fill(0.0);
                    if col_stride == $bytes {
                        // SAFETY: as the caller has promised; bytes need no alignment.
                        let row = unsafe { std::slice::from_raw_parts(first.cast::<[u8; $bytes]>(), len) };
                        if swapped {
                            in_fours(row, out, |mut bytes| {
                                bytes.reverse();
                                $to_f64(<$type>::from_ne_bytes(bytes))
                            });
                        } else {
                            in_fours(row, out, |bytes| $to_f64(<$type>::from_ne_bytes(bytes)));
                        }
                    } else {
                        for (i, out) in out.iter_mut().enumerate() {
                            let at = first.wrapping_offset(i as isize * col_stride).cast::<[u8; $bytes]>();
                            // SAFETY: as above.
                            let mut bytes = unsafe { at.read() };
                            if swapped {
                                bytes.reverse();
                            }
                            *out = $to_f64(<$type>::from_ne_bytes(bytes));
                        }
                    }
                    first = first.wrapping_offset(row_stride);
                }
            };
        }
        match element {
            Element::Bool => convert!(u8, 1, |v| f64::from(u8::from(v != 0))),
            Element::I8 => convert!(i8, 1, f64::from),
            Element::U8 => convert!(u8, 1, f64::from),
            Element::I16 => convert!(i16, 2, f64::from),
            Element::U16 => convert!(u16, 2, f64::from),
            Element::I32 => convert!(i32, 4, f64::from),
            Element::U32 => convert!(u32, 4, f64::from),
            Element::I64 => convert!(i64, 8, |v| v as f64),
            Element::U64 => convert!(u64, 8, |v| v as f64),
            Element::F16 => convert!(u16, 2, half_to_f64),
            Element::F32 => convert!(f32, 4, f64::from),
            Element::F64 => convert!(f64, 8, |v| v),
        }
    }
}

/// Writes what becomes of each element: mostly of whole fours, for which no loop has to look after the rest.
#[inline(always)]
fn in_fours<T: Copy>(row: &[T], out: &mut [f64], to_f64: impl Fn(T) -> f64) {
    let (fours, rest) = row.as_chunks::<FOUR>();
    let (out_fours, out_rest) = out.as_chunks_mut::<FOUR>();
    for (out, four) in out_fours.iter_mut().zip(fours) {
        *out = four.map(&to_f64);
    }
    for (out, &element) in out_rest.iter_mut().zip(rest) {
        *out = to_f64(element);
    }
}

/// IEEE 754 binary16: 1 sign bit, 5 of exponent (bias 15), 10 of fraction.
fn half_to_f64(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let fraction = f64::from(bits & 0x3ff);
    match i32::from(bits >> 10 & 0x1f) {
        0 => sign * fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => sign * f64::INFINITY,
        31 => f64::NAN,
        exponent => sign * (1024.0 + fraction) * 2_f64.powi(exponent - 25),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 2_f64.powi(-24)),
            (0x3555, 0.333_251_953_125),
        ] {
            assert_eq!(half_to_f64(bits), value);
        }
        assert_eq!(half_to_f64(0xfc00), f64::NEG_INFINITY);
        assert!(half_to_f64(0x7e00).is_nan());
    }
}
