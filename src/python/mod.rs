//! The extension module `astroapers._rust`. Only this folder knows of Python and numpy.

mod convert;
mod detached;
mod errors;
mod kernels;
mod path;
mod raw;
mod raw_table;
mod samples;
mod threads;

use pyo3::prelude::*;

/// Compiled kernels of astroapers.
#[pymodule]
mod _rust {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::kernels::{area, bboxes, measure, npix, weights};
    #[pymodule_export]
    use super::path::PyPath;
    #[pymodule_export]
    use super::samples::{cutouts, values};
    #[pymodule_export]
    use super::threads::{get_num_threads, get_parallel_threshold, set_num_threads, set_parallel_threshold};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        super::raw_table::register(module)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
