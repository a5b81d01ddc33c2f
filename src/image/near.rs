//! A cutout around a position, copied once for many apertures there.
//!
//! Where the length of an image's rows is a power of two, its columns share a few places of the processor's caches, and the rows
//! of one source push each other out. Side by side they stay. And numbers of other types are converted once.

use super::reading::Reading;
use super::view::View;
use crate::raster::Window;

/// More rows or columns are not copied: they would not stay near.
const MOST: usize = 128;
/// So many columns beyond a window are copied, too: whole fours are read.
const BEYOND: i64 = 3;

/// The pixels of a window, row by row.
#[derive(Debug, Default)]
pub struct Near {
    window: Window,
    values: Vec<f64>,
}

impl Near {
    /// Copies what is in the image of a window that is small enough.
    pub fn load(&mut self, image: &View<'_>, window: &Window, reading: &mut Reading) {
        self.forget();
        let window = Window { x1: window.x1.saturating_add(BEYOND), ..*window }.intersection(&image.window());
        if window.is_empty() || window.width().max(window.height()) > MOST {
            return;
        }
        for y in window.y0..window.y1 {
            self.values.extend_from_slice(image.values(window.x0, y, window.width(), reading));
        }
        self.window = window;
    }

    /// Forgets it.
    pub fn forget(&mut self) {
        self.window = Window::default();
        self.values.clear();
    }

    /// The copy, if it has all of a window.
    #[inline]
    pub fn view(&self, window: &Window) -> Option<View<'_>> {
        let has_it = !self.window.is_empty() && self.window.intersection(window) == *window;
        has_it.then(|| View::from_rows(&self.values, self.window))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Frame;

    #[test]
    fn it_has_what_is_in_the_image() {
        let pixels: Vec<f64> = (0..600).map(f64::from).collect();
        let image = View::from_slice(&pixels, Frame { nx: 30, ny: 20 });
        let (mut near, mut reading) = (Near::default(), Reading::default());
        let window = Window { x0: 20, x1: 29, y0: -2, y1: 4 };
        assert!(near.view(&window).is_none());
        near.load(&image, &window, &mut reading);
        let inside = Window { y0: 0, ..window };
        assert!(near.view(&window).is_none(), "it reaches out of the image");
        let view = near.view(&inside).unwrap_or_else(|| panic!("it was loaded"));
        assert_eq!(view.window(), Window { x1: 30, ..inside });
        for y in 0..4 {
            let mut other = Reading::default();
            assert_eq!(view.values(21, y, 8, &mut other), image.values(21, y, 8, &mut reading));
        }
        near.load(&image, &Window { x0: 0, x1: 200, y0: 50, y1: 60 }, &mut reading);
        assert!(near.view(&inside).is_none(), "nothing of that is in the image");
    }
}
