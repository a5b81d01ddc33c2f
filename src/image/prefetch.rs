//! Asking the processor for memory that will be read soon.
#![allow(unsafe_code)] // One hint to the processor, which reads nothing.

/// Bytes of a line of the cache.
const LINE: usize = 64;

/// Asks the processor to fetch so many bytes, at least one: into the second level of its cache, from which they are soon read; it can
/// wait for more lines there than on their way to the first.
#[inline(always)]
pub(super) fn prefetch(first: *const u8, bytes: usize) {
    let mut offset = 0;
    while offset < bytes {
        prefetch_line(first.wrapping_add(offset));
        offset += LINE;
    }
    // The last line begins before the end of what was counted from the first byte on.
    prefetch_line(first.wrapping_add(bytes - 1));
}

#[inline(always)]
fn prefetch_line(address: *const u8) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch is a hint; it never faults, whatever the address.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T1>(address.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}
