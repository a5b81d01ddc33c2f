//! Reading pixels: what it needs memory for, and what is fetched meanwhile.

use super::prefetch::prefetch;

/// Memory for values that are converted, and the rows of sources to come. Each time a row is read, one of those is fetched:
/// the processor has room for some twenty requests. Of more it waits for the first, or does without the rest.
#[derive(Debug, Default)]
pub struct Reading {
    pub(super) converted: Vec<f64>,
    pub(super) flags: Vec<u8>,
    next: Rows,
    later: Vec<Rows>,
}

/// Rows of an image that are still to be fetched.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// Address of the next one; it is never read from.
    pub(super) first: *const u8,
    pub(super) bytes: usize,
    pub(super) stride: isize,
    pub(super) count: usize,
}

impl Default for Rows {
    fn default() -> Self {
        Self { first: std::ptr::null(), bytes: 0, stride: 0, count: 0 }
    }
}

/// Bytes that are fetched at once.
const AT_ONCE: usize = 1 << 14;

impl Reading {
    /// Has these rows fetched from now on, the last ones first.
    #[inline(always)]
    pub fn prepare(&mut self, rows: impl Iterator<Item = Rows>) {
        for rows in rows {
            let rows = std::mem::replace(&mut self.next, rows);
            if rows.count > 0 {
                self.later.push(rows);
            }
        }
    }

    /// Has the next row fetched.
    #[inline(always)]
    pub fn fetch(&mut self) {
        let mut next = self.take_next();
        self.fetch_one(&mut next);
        self.give_back(next);
    }

    /// Memory for values that are converted, for somebody who gives it back.
    #[inline(always)]
    pub fn take_memory(&mut self) -> Vec<f64> {
        std::mem::take(&mut self.converted)
    }

    /// Gives back what [`Self::take_memory`] took.
    #[inline(always)]
    pub fn give_memory(&mut self, memory: Vec<f64>) {
        self.converted = memory;
    }

    /// The rows that are next, for a loop to keep in registers until it gives them back.
    #[inline(always)]
    pub fn take_next(&mut self) -> Rows {
        std::mem::take(&mut self.next)
    }

    /// Gives back what [`Self::take_next`] took.
    #[inline(always)]
    pub fn give_back(&mut self, next: Rows) {
        self.next = next;
    }

    /// Has one of the rows fetched that were taken.
    #[inline(always)]
    pub fn fetch_one(&mut self, next: &mut Rows) {
        let Rows { first, bytes, stride, count } = *next;
        if count == 0 {
            return;
        }
        prefetch(first, bytes);
        (next.first, next.count) = (first.wrapping_offset(stride), count - 1);
        if count == 1 {
            *next = self.later.pop().unwrap_or_default();
        }
    }

    /// Has half of the rows fetched that are next, of what is read first, while nothing else waits for the memory: of wide ones fewer,
    /// as the processor has no room for all of them.
    #[inline(always)]
    pub fn fetch_half(&mut self) {
        for _ in 0..(self.next.count / 2).min(AT_ONCE / self.next.bytes.max(1)) {
            self.fetch();
        }
    }

    /// Has all that is left fetched.
    #[inline(always)]
    pub fn fetch_rest(&mut self) {
        while self.next.count > 0 {
            self.fetch();
        }
    }

    /// Gives back what one unusually large source has taken.
    pub(crate) fn trim(&mut self, limit: usize) {
        self.converted.clear();
        self.converted.shrink_to(limit);
        self.flags.clear();
        self.flags.shrink_to(limit);
        (self.next, self.later) = (Rows::default(), vec![]);
    }
}
