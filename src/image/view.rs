//! A borrowed image of any real element type, byte order and stride. Nothing is copied but what is read.
#![allow(unsafe_code)] // Memory is read through raw pointers, here and in elements.rs only.

use super::elements::{Element, Layout, write_rows};
use super::prefetch::prefetch;
use super::reading::{Reading, Rows};
use crate::raster::{Frame, Window, padded};
use std::marker::PhantomData;

/// An image, or the part of one that is in memory.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    first: *const u8,
    layout: Layout,
    window: Window,
    /// Rows can be lent as they are: aligned native f64 without gaps.
    plain: bool,
    memory: PhantomData<&'a [u8]>,
}

// SAFETY: a view only reads, and its owner keeps the memory alive for 'a. Another Python thread may write to an array
// while a batch reads it, as with numpy's own functions that let the interpreter go: values read then are either one.
unsafe impl Send for View<'_> {}
// SAFETY: as above.
unsafe impl Sync for View<'_> {}

impl<'a> View<'a> {
    /// A view of memory whose element (`window.x0`, `window.y0`) is at `first`.
    ///
    /// # Safety
    /// Every element of `window`, found by the strides of `layout`, must be readable for 'a.
    pub unsafe fn from_raw(first: *const u8, layout: Layout, window: Window) -> Self {
        let aligned = (first as usize).is_multiple_of(align_of::<f64>()) && layout.row_stride % 8 == 0;
        let plain = layout.element == Element::F64 && !layout.swapped && layout.col_stride == 8 && aligned;
        Self { first, layout, window, plain, memory: PhantomData }
    }

    /// A view of a row-major f64 image.
    pub fn from_slice(pixels: &'a [f64], frame: Frame) -> Self {
        Self::from_rows(pixels, frame.window())
    }

    /// A view of the f64 pixels of a window, row by row.
    pub fn from_rows(pixels: &'a [f64], window: Window) -> Self {
        assert_eq!(pixels.len(), window.width() * window.height(), "as many values as pixels");
        let layout = Layout {
            element: Element::F64,
            swapped: false,
            row_stride: 8 * window.width() as isize,
            col_stride: 8,
        };
        // SAFETY: the slice has all elements of the window, and is borrowed for 'a.
        unsafe { Self::from_raw(pixels.as_ptr().cast(), layout, window) }
    }

    /// The pixels that are in memory.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Address of a pixel, after checking that the whole stretch is in the view.
    #[inline(always)]
    fn address(&self, x: i64, y: i64, len: usize) -> *const u8 {
        let w = &self.window;
        assert!(x >= w.x0 && y >= w.y0 && y < w.y1 && len as i64 <= w.x1 - x, "run outside of the image");
        let offset =
            (y - w.y0) as isize * self.layout.row_stride + (x - w.x0) as isize * self.layout.col_stride;
        self.first.wrapping_offset(offset)
    }

    /// The `len` values from (x, y) on along the row, as f64: lent if they are that already, else put in `reading`.
    #[inline(always)]
    pub fn values<'s>(&self, x: i64, y: i64, len: usize, reading: &'s mut Reading) -> &'s [f64]
    where
        'a: 's,
    {
        reading.fetch();
        let first = self.address(x, y, len);
        if self.plain {
            // SAFETY: `address` checked the range, `plain` the alignment and the stride.
            return unsafe { std::slice::from_raw_parts(first.cast(), len) };
        }
        reading.converted.clear();
        self.convert(first, len, &mut reading.converted);
        &reading.converted
    }

    /// The `len` values from (x, y) on, and as many more numbers as make them `padded`: what follows in the row, or 0.
    /// Loops over a length that is known beforehand take less time than those over what is needed.
    #[inline(always)]
    pub fn padded_values<'s>(
        &self,
        x: i64,
        y: i64,
        len: usize,
        padded: usize,
        reading: &'s mut Reading,
    ) -> &'s [f64]
    where
        'a: 's,
    {
        if padded as i64 <= self.window.x1 - x {
            return self.values(x, y, padded, reading);
        }
        reading.fetch();
        let first = self.address(x, y, len);
        reading.converted.clear();
        self.convert(first, len, &mut reading.converted);
        reading.converted.resize(padded, 0.0);
        &reading.converted
    }

    /// So many rows of so many values, the first one from (x, y) on, if all of them can be lent.
    #[inline(always)]
    pub fn lent_rows(&self, x: i64, y: i64, len: usize, count: usize) -> Option<LentRows<'a, f64>> {
        if self.plain { self.lent(x, y, len, count) } else { None }
    }

    /// The rows of a small window, of `padded` values each: what follows in the row, or 0. They are lent if they can be, else put
    /// in `memory`, all of them at once.
    #[inline(always)]
    pub fn padded_rows<'s>(
        &self,
        window: &Window,
        padded: usize,
        reading: &mut Reading,
        memory: &'s mut Vec<f64>,
    ) -> LentRows<'s, f64>
    where
        'a: 's,
    {
        match self.lent_rows(window.x0, window.y0, padded, window.height()) {
            Some(rows) => rows,
            None => self.converted_rows(window, padded, reading, memory),
        }
    }

    fn converted_rows<'s>(
        &self,
        window: &Window,
        padded: usize,
        reading: &mut Reading,
        memory: &'s mut Vec<f64>,
    ) -> LentRows<'s, f64> {
        let (w, rows) = (&self.window, window.height());
        assert!(window.y0 >= w.y0 && window.y1 <= w.y1, "rows outside of the image");
        let len = if padded as i64 <= w.x1 - window.x0 { padded } else { window.width() };
        let first = self.address(window.x0, window.y0, len);
        if memory.len() < rows * padded {
            memory.resize(rows * padded, 0.0);
        }
        let (out, mut ahead) = (&mut memory[..rows * padded], reading.take_next());
        // SAFETY: `address` checked the first row, and the others are in the view as well.
        unsafe { write_rows(first, &self.layout, len, padded, out, || reading.fetch_one(&mut ahead)) };
        reading.give_back(ahead);
        let (next, stride) = (memory.as_ptr(), (size_of::<f64>() * padded) as isize);
        LentRows { next, stride, len: padded, left: rows, memory: PhantomData }
    }

    /// So many rows of so many flags, which are set where they are not 0, if they are bytes that can be lent.
    #[inline(always)]
    pub fn lent_flags(&self, x: i64, y: i64, len: usize, count: usize) -> Option<LentRows<'a, u8>> {
        if self.has_bytes() { self.lent(x, y, len, count) } else { None }
    }

    /// Rows of elements, if all of them are in the view. The caller has looked at their type and how they stand in a row.
    #[inline(always)]
    fn lent<T>(&self, x: i64, y: i64, len: usize, count: usize) -> Option<LentRows<'a, T>> {
        let w = &self.window;
        let seen = x >= w.x0 && y >= w.y0 && len as i64 <= w.x1 - x && count as i64 <= w.y1 - y;
        seen.then(|| LentRows {
            next: self.address(x, y, len).cast(),
            stride: self.layout.row_stride,
            len,
            left: count,
            memory: PhantomData,
        })
    }

    /// Whether elements are bytes without gaps between them.
    #[inline(always)]
    fn has_bytes(&self) -> bool {
        self.layout.element.size() == 1 && self.layout.col_stride == 1
    }

    /// Whether each of the `len` elements from (x, y) on is set, that is not 0 (NaN is not 0).
    #[inline(always)]
    pub fn flags<'s>(&self, x: i64, y: i64, len: usize, reading: &'s mut Reading) -> &'s [u8]
    where
        'a: 's,
    {
        reading.fetch();
        let first = self.address(x, y, len);
        if self.has_bytes() {
            // SAFETY: `address` checked the range; bytes need no alignment.
            return unsafe { std::slice::from_raw_parts(first, len) };
        }
        let converted = &mut reading.converted;
        converted.clear();
        self.convert(first, len, converted);
        reading.flags.clear();
        reading.flags.extend(converted.iter().map(|&v| u8::from(v != 0.0)));
        &reading.flags
    }

    /// Whether each of the `len` values from (x, y) on is one that `asked` is true of.
    #[inline(always)]
    pub fn flags_where<'s>(
        &self,
        x: i64,
        y: i64,
        len: usize,
        reading: &'s mut Reading,
        asked: impl Fn(f64) -> bool,
    ) -> &'s [u8] {
        let mut flags = std::mem::take(&mut reading.flags);
        flags.clear();
        flags.extend(self.values(x, y, len, reading).iter().map(|&v| u8::from(asked(v))));
        reading.flags = flags;
        &reading.flags
    }

    /// Appends the bytes of the `len` elements from (x, y) on along the row, in their own type and byte order.
    pub fn copy_bytes(&self, x: i64, y: i64, len: usize, out: &mut Vec<u8>) {
        let (first, size) = (self.address(x, y, len), self.layout.element.size());
        if self.layout.col_stride == size as isize {
            // SAFETY: `address` checked the range; bytes need no alignment.
            out.extend_from_slice(unsafe { std::slice::from_raw_parts(first, size * len) });
            return;
        }
        for i in 0..len {
            let at = first.wrapping_offset(i as isize * self.layout.col_stride);
            // SAFETY: as above.
            out.extend_from_slice(unsafe { std::slice::from_raw_parts(at, size) });
        }
    }

    /// Bytes of one element.
    pub fn element_size(&self) -> usize {
        self.layout.element.size()
    }

    /// Appends `len` values as f64, the first of which is at an address that was checked.
    fn convert(&self, first: *const u8, len: usize, out: &mut Vec<f64>) {
        let begin = out.len();
        out.resize(begin + len, 0.0);
        // SAFETY: the caller checked that one row of so many elements lies here.
        unsafe { write_rows(first, &self.layout, len, len, &mut out[begin..], || ()) }
    }

    /// Asks the processor to fetch the `len` pixels from (x, y) on.
    #[inline(always)]
    pub fn prefetch(&self, x: i64, y: i64, len: usize) {
        let (first, bytes) = (self.address(x, y, len), len * self.layout.element.size());
        if self.layout.col_stride == self.layout.element.size() as isize {
            prefetch(first, bytes);
        }
    }

    /// The pixels of a window that will be read soon. Only rows without gaps are worth being fetched: else most of what came
    /// would not be needed.
    #[inline(always)]
    pub fn rows(&self, window: &Window) -> Rows {
        let seen = window.intersection(&self.window);
        let size = self.layout.element.size();
        if seen.is_empty() || self.layout.col_stride != size as isize {
            return Rows::default();
        }
        // What is read beyond the window may be in another line.
        let padded = padded(seen.width()).min((self.window.x1 - seen.x0) as usize);
        Rows {
            first: self.address(seen.x0, seen.y0, 1),
            bytes: size * padded,
            stride: self.layout.row_stride,
            count: seen.height(),
        }
    }
}

/// Rows of elements as they stand in memory.
pub struct LentRows<'a, T> {
    next: *const T,
    stride: isize,
    len: usize,
    left: usize,
    memory: PhantomData<&'a [T]>,
}

impl<'a, T> Iterator for LentRows<'a, T> {
    type Item = &'a [T];

    #[inline(always)]
    fn next(&mut self) -> Option<&'a [T]> {
        self.left = self.left.checked_sub(1)?;
        let first = self.next;
        self.next = first.wrapping_byte_offset(self.stride);
        // SAFETY: `lent` checked that all rows are in the view, and its callers that they are aligned, without gaps.
        Some(unsafe { std::slice::from_raw_parts(first, self.len) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strides_and_byte_order() {
        // Every second i16 of big-endian memory, rows upside down.
        let bytes: Vec<u8> = (0_i16..24).flat_map(|v| (v - 5).to_be_bytes()).collect();
        let layout = Layout {
            element: Element::I16,
            swapped: cfg!(target_endian = "little"),
            row_stride: -16,
            col_stride: 4,
        };
        let window = Window { x0: 7, x1: 11, y0: 2, y1: 5 };
        // SAFETY: three rows of 16 bytes, the last one first.
        let view = unsafe { View::from_raw(bytes.as_ptr().wrapping_add(32), layout, window) };
        let mut scratch = Reading::default();
        assert_eq!(view.values(8, 2, 3, &mut scratch), [13.0, 15.0, 17.0]);
        assert_eq!(view.values(7, 4, 4, &mut scratch), [-5.0, -3.0, -1.0, 1.0]);
        assert_eq!(view.flags(7, 4, 4, &mut Reading::default()), [1, 1, 1, 1]);
        let mut copied = vec![7];
        view.copy_bytes(8, 2, 2, &mut copied);
        assert_eq!(copied, [7, 0, 13, 0, 15]);
    }

    /// The elements of every type and both byte orders, next to each other and with gaps, are the numbers that were written.
    #[test]
    fn elements_of_every_type() {
        macro_rules! check {
            ($($element:ident: $type:ty = $values:expr),* $(,)?) => {$({
                let values: [$type; 4] = $values;
                let size = size_of::<$type>();
                assert_eq!(Element::$element.size(), size);
                for (swapped, gap) in [(false, 0), (false, 3), (true, 0), (true, 5)] {
                    let mut bytes = vec![];
                    for value in values {
                        let mut element = value.to_ne_bytes();
                        if swapped {
                            element.reverse();
                        }
                        bytes.extend(element);
                        bytes.extend(vec![0xa5; gap]);
                    }
                    let step = (size + gap) as isize;
                    let layout = Layout { element: Element::$element, swapped, row_stride: 4 * step, col_stride: step };
                    // SAFETY: one row of four elements, as far from each other as the layout says.
                    let view = unsafe { View::from_raw(bytes.as_ptr(), layout, Frame { nx: 4, ny: 1 }.window()) };
                    let reading = &mut Reading::default();
                    let expected = values.map(|value| value as f64);
                    assert_eq!(view.values(0, 0, 4, reading), expected, "{:?} {swapped} {gap}", Element::$element);
                    assert_eq!(view.padded_values(2, 0, 2, 4, reading), [expected[2], expected[3], 0.0, 0.0]);
                    let zeros = view.flags(1, 0, 3, reading).iter().filter(|flag| **flag == 0).count();
                    assert_eq!(zeros, expected[1..].iter().filter(|value| **value == 0.0).count());
                    assert_eq!(view.flags_where(0, 0, 4, reading, |v| v > 1.0), expected.map(|v| u8::from(v > 1.0)));
                    let mut copied = vec![];
                    view.copy_bytes(1, 0, 2, &mut copied);
                    let at = |k: usize| k * (size + gap)..k * (size + gap) + size;
                    assert_eq!(copied, [&bytes[at(1)], &bytes[at(2)]].concat());
                }
            })*};
        }
        check!(
            Bool: u8 = [1, 0, 1, 1],
            I8: i8 = [-128, 0, 3, 127],
            U8: u8 = [255, 0, 3, 1],
            I16: i16 = [-32768, 0, 258, 32767],
            U16: u16 = [65535, 0, 258, 1],
            I32: i32 = [i32::MIN, 0, 66051, i32::MAX],
            U32: u32 = [u32::MAX, 0, 66051, 1],
            I64: i64 = [i64::MIN, 0, -0x0001_0203_0405_0607, 1 << 40],
            U64: u64 = [u64::MAX, 0, 0x0001_0203_0405_0607, 1 << 63],
            F32: f32 = [-1.5, 0.0, 3.25e20, 1e-30],
            F64: f64 = [-1.5, 0.0, 3.25e200, 1e-300],
        );
    }

    /// What is fetched ahead changes no number, and ends with the image.
    #[test]
    fn rows_to_come_are_fetched() {
        let pixels: Vec<f64> = (0..12).map(f64::from).collect();
        let view = View::from_slice(&pixels, Frame { nx: 4, ny: 3 });
        let rows = view.rows(&Window { x0: 1, x1: 9, y0: 1, y1: 9 });
        assert_eq!(
            (rows.first.cast(), rows.bytes, rows.stride, rows.count),
            (&raw const pixels[5], 24, 32, 2)
        );
        assert_eq!(view.rows(&Window { x0: 9, x1: 12, y0: 0, y1: 3 }).count, 0);
        view.prefetch(0, 0, 4);
        let mut reading = Reading::default();
        let window = Window { x0: 1, x1: 9, y0: 1, y1: 9 };
        reading.prepare([view, view].iter().map(|view| view.rows(&window)));
        for y in 0..3 {
            assert_eq!(view.values(0, y, 4, &mut reading), &pixels[4 * y as usize..4 * y as usize + 4]);
        }
        reading.fetch_rest();
        assert_eq!(view.values(3, 2, 1, &mut reading), [11.0]);
    }

    #[test]
    fn rows_are_lent_if_all_of_them_can_be() {
        let pixels: Vec<f64> = (0..12).map(f64::from).collect();
        let view = View::from_slice(&pixels, Frame { nx: 4, ny: 3 });
        let lent = |x, y, len, count| view.lent_rows(x, y, len, count).map(|rows| rows.collect::<Vec<_>>());
        assert_eq!(lent(1, 0, 3, 3), Some(vec![&pixels[1..4], &pixels[5..8], &pixels[9..12]]));
        assert_eq!(lent(0, 2, 4, 1), Some(vec![&pixels[8..]]));
        assert_eq!((lent(2, 0, 3, 1), lent(0, 1, 4, 3), lent(-1, 0, 2, 1)), (None, None, None));
        let layout = Layout { element: Element::F64, swapped: true, row_stride: 32, col_stride: 8 };
        // SAFETY: the same memory with the same strides.
        let swapped = unsafe { View::from_raw(pixels.as_ptr().cast(), layout, view.window()) };
        assert!(swapped.lent_rows(0, 0, 4, 3).is_none());
        assert!(swapped.lent_flags(0, 0, 4, 3).is_none());
    }

    #[test]
    fn rows_that_cannot_be_lent_are_converted() {
        let pixels: Vec<f64> = (0..12).map(f64::from).collect();
        let bytes: Vec<u8> = (0_i16..12).flat_map(|v| v.swap_bytes().to_ne_bytes()).collect();
        let layout = Layout { element: Element::I16, swapped: true, row_stride: 8, col_stride: 2 };
        let plain = View::from_slice(&pixels, Frame { nx: 4, ny: 3 });
        // SAFETY: three rows of four elements of two bytes.
        let swapped = unsafe { View::from_raw(bytes.as_ptr(), layout, plain.window()) };
        let (mut reading, mut memory) = (Reading::default(), vec![9.0; 3]);
        for view in [plain, swapped] {
            let mut rows = |x0, y0, x1, y1, padded| -> Vec<Vec<f64>> {
                let window = Window { x0, x1, y0, y1 };
                view.padded_rows(&window, padded, &mut reading, &mut memory).map(<[f64]>::to_vec).collect()
            };
            // What follows in the row is as good as anything; beyond its end there are zeros.
            assert_eq!(rows(0, 1, 3, 3, 4), [[4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]]);
            assert_eq!(rows(2, 0, 4, 2, 4), [[2.0, 3.0, 0.0, 0.0], [6.0, 7.0, 0.0, 0.0]]);
        }
    }

    #[test]
    #[should_panic(expected = "rows outside of the image")]
    fn rows_outside_are_refused() {
        let pixels = [0.0; 12];
        let view = View::from_slice(&pixels, Frame { nx: 4, ny: 3 });
        view.padded_rows(&Window { x0: 0, x1: 4, y0: 2, y1: 4 }, 4, &mut Reading::default(), &mut vec![]);
    }

    #[test]
    #[should_panic(expected = "run outside of the image")]
    fn runs_outside_are_refused() {
        let pixels = [0.0; 12];
        View::from_slice(&pixels, Frame { nx: 4, ny: 3 }).values(2, 1, 3, &mut Reading::default());
    }

    #[test]
    fn nan_is_set_and_minus_zero_is_not() {
        let pixels = [f64::NAN, -0.0, 0.0, 0.5];
        let view = View::from_slice(&pixels, Frame { nx: 4, ny: 1 });
        assert_eq!(view.flags(0, 0, 4, &mut Reading::default()), [1, 0, 0, 1]);
    }
}
