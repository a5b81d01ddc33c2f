//! Work with the interpreter's lock released, which Ctrl-C can still end.

use crate::error::Result;
use pyo3::prelude::*;

/// Does `work` with the lock released. The closure that `work` is given looks for pending signals, and returns whether to stop.
pub(super) fn detached<R: Send>(
    py: Python<'_>,
    work: impl FnOnce(&mut dyn FnMut() -> bool) -> Result<R> + Send,
) -> PyResult<R> {
    let mut raised = None;
    let result = py.detach(|| {
        work(&mut || {
            // One yes is enough: what comes after it must not take it back.
            if raised.is_none() {
                raised = Python::attach(|py| py.check_signals().err());
            }
            raised.is_some()
        })
    });
    match raised {
        Some(raised) => Err(raised),
        None => Ok(result?),
    }
}
