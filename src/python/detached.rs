//! Work without the interpreter, which Ctrl-C can still end.

use crate::error::Result;
use pyo3::prelude::*;

/// Does `work` without the interpreter. What it is given looks at pending signals, and says whether one wants it to stop.
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
