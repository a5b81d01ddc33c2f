//! The Gini coefficient, for which every rank counts.

/// The Gini coefficient of the absolute values (Lotz et al. 2004, AJ 128, 163): 0 if all are the same, 1 if one has all. Of
/// one value, or of zeros, it is 0; of none NaN.
pub fn gini(values: &[f64], work: &mut Vec<f64>) -> f64 {
    let n = values.len();
    if n == 0 {
        return f64::NAN;
    }
    work.clear();
    work.extend(values.iter().map(|v| v.abs()));
    work.sort_unstable_by(f64::total_cmp);
    let count = n as f64;
    let whole: f64 = work.iter().sum();
    let norm = whole / count * count * (count - 1.0);
    if norm == 0.0 {
        return 0.0;
    }
    let ranked: f64 = work.iter().enumerate().map(|(i, v)| (2.0 * i as f64 + 1.0 - count) * v).sum();
    ranked / norm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nothing_and_of_one() {
        assert!(gini(&[], &mut vec![]).is_nan());
        assert_eq!(gini(&[3.0], &mut vec![]), 0.0);
        assert_eq!(gini(&[0.0, 0.0], &mut vec![]), 0.0);
        assert_eq!(gini(&[0.0, 0.0, 0.0, -7.0], &mut vec![]), 1.0);
        assert_eq!(gini(&[2.0, -2.0, 2.0], &mut vec![]), 0.0);
    }
}
