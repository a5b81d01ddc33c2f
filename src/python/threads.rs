//! Threads and the size of batch from which they are used.

use crate::parallel;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

fn positive(name: &str, n: i64) -> PyResult<usize> {
    let rule = || PyValueError::new_err(format!("{name} must be at least 1, got {n}"));
    usize::try_from(n).ok().filter(|&n| n > 0).ok_or_else(rule)
}

/// Number of threads that a batch uses.
#[pyfunction]
pub(super) fn get_num_threads() -> usize {
    parallel::threads()
}

/// Set the number of threads, at most as many as the process has CPUs.
#[pyfunction]
pub(super) fn set_num_threads(n: i64) -> PyResult<()> {
    positive("n", n).map(parallel::set_threads)
}

/// Batches of at least this many sources run on the thread pool.
#[pyfunction]
pub(super) fn get_parallel_threshold() -> usize {
    parallel::threshold()
}

/// Set the size of batch from which the thread pool is used.
#[pyfunction]
pub(super) fn set_parallel_threshold(threshold: i64) -> PyResult<()> {
    positive("threshold", threshold).map(parallel::set_threshold)
}
