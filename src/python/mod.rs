//! The extension module `astroapers._rust`. Only this folder knows of Python and numpy.

mod apertures;
mod arrays;
mod asked;
mod compound;
mod detached;
mod errors;
mod given;
mod mask;
mod measure;
mod path;
mod raw;
mod raw_table;
mod samples;
mod simple;
mod threads;

use pyo3::prelude::*;

/// Compiled kernels of astroapers.
#[pymodule]
fn _rust(module: &Bound<'_, PyModule>) -> PyResult<()> {
    macro_rules! add {
        ($($function:path),+ $(,)?) => { $(module.add_function(wrap_pyfunction!($function, module)?)?;)+ };
    }
    add!(measure::measure, measure::measure_one, measure::plane_sums);
    add!(samples::values, samples::cutouts, samples::survivors);
    add!(
        apertures::bboxes,
        apertures::weights,
        apertures::outlines,
        apertures::area,
        apertures::check,
        mask::mask
    );
    add!(threads::get_num_threads, threads::set_num_threads);
    add!(threads::get_parallel_threshold, threads::set_parallel_threshold);
    module.add_class::<path::PyPath>()?;
    module.add_class::<compound::PyCompound>()?;
    raw_table::register(module)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    // PyO3 has listed all of them there, as if they were for `import *`.
    module.delattr("__all__")
}
