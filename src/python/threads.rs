//! Threads and the size of batch from which they are used.

use crate::parallel;
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;

/// A number of at least 1; what is too large for 64 bits counts as the largest that is not.
fn positive(name: &str, value: &Bound<'_, PyAny>) -> PyResult<usize> {
    let number = match value.extract::<i64>() {
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) && value.gt(0)? => i64::MAX,
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => i64::MIN,
        other => other?,
    };
    let rule = || PyValueError::new_err(format!("{name} must be at least 1, got {value}"));
    usize::try_from(number).ok().filter(|&n| n > 0).ok_or_else(rule)
}

/// Number of threads that a batch of many sources uses.
///
/// Returns
/// -------
/// int
///     What `set_num_threads` has set; else the environment variable
///     ``ASTROAPERS_NUM_THREADS`` or ``RAYON_NUM_THREADS``, read at first use; else the
///     number of CPUs that the process may use, which is also the most there can be.
///
/// Examples
/// --------
/// >>> import astroapers as aap
/// >>> aap.get_num_threads() >= 1
/// True
#[pyfunction]
pub(super) fn get_num_threads() -> usize {
    parallel::threads()
}

/// Set the number of threads that a batch of many sources uses, for the whole process.
///
/// Results do not depend on it, not by a bit.
///
/// Parameters
/// ----------
/// n : int
///     At least 1. More than the CPUs that the process may use counts as that many.
///
/// Raises
/// ------
/// ValueError
///     If ``n`` is less than 1.
/// TypeError
///     If ``n`` is no integer.
///
/// Examples
/// --------
/// >>> import astroapers as aap
/// >>> before = aap.get_num_threads()
/// >>> aap.set_num_threads(1)
/// >>> aap.get_num_threads()
/// 1
/// >>> aap.set_num_threads(before)
#[pyfunction]
pub(super) fn set_num_threads(n: &Bound<'_, PyAny>) -> PyResult<()> {
    positive("n", n).map(parallel::set_threads)
}

/// Batches of at least this many sources run on the thread pool.
///
/// Returns
/// -------
/// int
///     What `set_parallel_threshold` has set; else the environment variable
///     ``ASTROAPERS_PARALLEL_THRESHOLD``, if it holds a positive integer; else 64.
///
/// Examples
/// --------
/// >>> import astroapers as aap
/// >>> aap.get_parallel_threshold() >= 1
/// True
#[pyfunction]
pub(super) fn get_parallel_threshold() -> usize {
    parallel::threshold()
}

/// Set from how many sources on a batch runs on the thread pool, for the whole process.
///
/// Parameters
/// ----------
/// threshold : int
///     At least 1.
///
/// Raises
/// ------
/// ValueError
///     If ``threshold`` is less than 1.
/// TypeError
///     If ``threshold`` is no integer.
///
/// Examples
/// --------
/// >>> import astroapers as aap
/// >>> before = aap.get_parallel_threshold()
/// >>> aap.set_parallel_threshold(1000)
/// >>> aap.get_parallel_threshold()
/// 1000
/// >>> aap.set_parallel_threshold(before)
#[pyfunction]
pub(super) fn set_parallel_threshold(threshold: &Bound<'_, PyAny>) -> PyResult<()> {
    positive("threshold", threshold).map(parallel::set_threshold)
}
