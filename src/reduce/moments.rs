//! Image moments.

use super::Sample;

/// Σ yⁱ xʲ v for i and j up to 3, row by row of i.
pub type Moments = [f64; 16];

/// The moments of a sample with places, about a point (column, row) of its window.
pub fn moments(sample: &Sample, about: (f64, f64)) -> Moments {
    let mut sums = [[0.0; 4]; 4];
    for ((&v, &col), &row) in sample.values.iter().zip(&sample.cols).zip(&sample.rows) {
        let (x, y) = (col - about.0, row - about.1);
        let powers = [1.0, x, x * x, x * x * x];
        let mut factor = v;
        for of_row in &mut sums {
            for (sum, power) in of_row.iter_mut().zip(&powers) {
                *sum += factor * power;
            }
            factor *= y;
        }
    }
    let mut flat = [0.0; 16];
    flat.iter_mut().zip(sums.iter().flatten()).for_each(|(to, from)| *to = *from);
    flat
}

/// The centroid that moments about the origin tell; NaN or infinite if there is no net flux.
pub fn centroid(moments: &Moments) -> (f64, f64) {
    (moments[1] / moments[0], moments[4] / moments[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_pixels() {
        let sample = Sample {
            values: vec![1.0, 3.0],
            cols: vec![2.0, 4.0],
            rows: vec![0.0, 1.0],
            ..Sample::default()
        };
        let raw = moments(&sample, (0.0, 0.0));
        assert_eq!(raw[..8], [4.0, 14.0, 52.0, 200.0, 3.0, 12.0, 48.0, 192.0]);
        let (x, y) = centroid(&raw);
        assert_eq!((x, y), (3.5, 0.75));
        let central = moments(&sample, (x, y));
        assert_eq!([central[0], central[1], central[4]], [4.0, 0.0, 0.0]);
        assert_eq!([central[2], central[8]], [3.0, 0.75]);
    }
}
