//! The functions of the raw layer: one line per shape and method, and every shape has all of them.

use super::raw::*;
use crate::geometry::table_of_shapes;
use pyo3::prelude::*;

/// Sums of one shape, method and dtype: with effective areas or without, of many sources or one.
macro_rules! apsums {
    ($shape:ident $method:ident [$($suffix:ident)?] $dtype:ident ($($p:ident: $t:ty),+) $build:expr) => {
        pastey::paste! {
            #[doc = "Sums and effective areas; `data` is " $dtype:lower "."]
            #[pyfunction]
            #[allow(clippy::too_many_arguments)]
            fn [<apsum_ $shape _ $method $($suffix)?>](
                data: &Bound<'_, PyAny>, xs: &Bound<'_, PyAny>, ys: &Bound<'_, PyAny>, $($p: $t),+
            ) -> PyResult<Pair> {
                apsum(data, Strict::$dtype, &positions(xs, ys)?, $build?, [<$method:upper>])
            }

            #[doc = "Sums; `data` is " $dtype:lower "."]
            #[pyfunction]
            #[allow(clippy::too_many_arguments)]
            fn [<apsum_ $shape _ $method _sum $($suffix)?>](
                data: &Bound<'_, PyAny>, xs: &Bound<'_, PyAny>, ys: &Bound<'_, PyAny>, $($p: $t),+
            ) -> PyResult<Vec<f64>> {
                Ok(apsum(data, Strict::$dtype, &positions(xs, ys)?, $build?, [<$method:upper>])?.0)
            }

            #[doc = "Sum and effective area of one source; `data` is " $dtype:lower "."]
            #[pyfunction]
            #[allow(clippy::too_many_arguments)]
            fn [<apsum_ $shape _ $method _one $($suffix)?>](
                data: &Bound<'_, PyAny>, x: f64, y: f64, $($p: $t),+
            ) -> PyResult<(f64, f64)> {
                apsum_one(data, Strict::$dtype, [x, y], $build?, [<$method:upper>])
            }

            #[doc = "Sum of one source; `data` is " $dtype:lower "."]
            #[pyfunction]
            #[allow(clippy::too_many_arguments)]
            fn [<apsum_ $shape _ $method _sum_one $($suffix)?>](
                data: &Bound<'_, PyAny>, x: f64, y: f64, $($p: $t),+
            ) -> PyResult<f64> {
                Ok(apsum_one(data, Strict::$dtype, [x, y], $build?, [<$method:upper>])?.0)
            }

            fn [<register_apsum_ $shape _ $method $($suffix)?>](module: &Bound<'_, PyModule>) -> PyResult<()> {
                module.add_function(wrap_pyfunction!([<apsum_ $shape _ $method $($suffix)?>], module)?)?;
                module.add_function(wrap_pyfunction!([<apsum_ $shape _ $method _sum $($suffix)?>], module)?)?;
                module.add_function(wrap_pyfunction!([<apsum_ $shape _ $method _one $($suffix)?>], module)?)?;
                module.add_function(wrap_pyfunction!([<apsum_ $shape _ $method _sum_one $($suffix)?>], module)?)
            }
        }
    };
}

/// Effective areas and weights of one shape and method.
macro_rules! coverages {
    ($shape:ident $method:ident ($($p:ident: $t:ty),+) $build:expr) => {
        pastey::paste! {
            /// Effective areas in a frame of ny rows and nx columns.
            #[pyfunction]
            #[allow(clippy::too_many_arguments)]
            fn [<npix_ $shape _ $method>](
                py: Python<'_>, xs: &Bound<'_, PyAny>, ys: &Bound<'_, PyAny>, $($p: $t),+, ny: i64, nx: i64
            ) -> PyResult<Vec<f64>> {
                npix(py, &positions(xs, ys)?, $build?, [<$method:upper>], (ny, nx))
            }

            /// Weights in the bounding boxes, and their edges.
            #[pyfunction]
            #[allow(clippy::too_many_arguments)]
            fn [<weights_ $shape _ $method>]<'py>(
                py: Python<'py>, xs: &Bound<'py, PyAny>, ys: &Bound<'py, PyAny>, $($p: $t),+
            ) -> PyResult<Weights<'py>> {
                weights(py, &positions(xs, ys)?, $build?, [<$method:upper>])
            }

            /// Weights of one source in a window, row by row.
            #[pyfunction]
            #[allow(clippy::too_many_arguments)]
            fn [<weights_ $shape _ $method _one>](
                py: Python<'_>, x: f64, y: f64, $($p: $t),+, x_min: i64, y_min: i64, ny: i64, nx: i64
            ) -> PyResult<Vec<f64>> {
                weights_in(py, [x, y], $build?, [<$method:upper>], (x_min, y_min), (ny, nx))
            }

            fn [<register_coverage_ $shape _ $method>](module: &Bound<'_, PyModule>) -> PyResult<()> {
                module.add_function(wrap_pyfunction!([<npix_ $shape _ $method>], module)?)?;
                module.add_function(wrap_pyfunction!([<weights_ $shape _ $method>], module)?)?;
                module.add_function(wrap_pyfunction!([<weights_ $shape _ $method _one>], module)?)
            }
        }
    };
}

/// Everything of one shape. Its parameters come twice: those of a path have other names beside `data`.
macro_rules! shape {
    ($shape:ident $params:tt = $build:expr) => { shape! { $shape $params = $build, $params = $build } };
    ($shape:ident ($($p:ident: $t:ty),+) = $build:expr, $beside:tt = $built:expr) => {
        apsums! { $shape exact [] F64 $beside $built }
        apsums! { $shape exact [_f32] F32 $beside $built }
        apsums! { $shape exact [_i32] I32 $beside $built }
        apsums! { $shape exact [_i16] I16 $beside $built }
        apsums! { $shape center [] F64 $beside $built }
        apsums! { $shape center [_f32] F32 $beside $built }
        apsums! { $shape center [_i32] I32 $beside $built }
        apsums! { $shape center [_i16] I16 $beside $built }
        coverages! { $shape exact ($($p: $t),+) $build }
        coverages! { $shape center ($($p: $t),+) $build }
        pastey::paste! {
            /// Edges of the bounding boxes: ixmin, ixmax, iymin, iymax.
            #[pyfunction]
            #[allow(clippy::too_many_arguments)]
            fn [<bboxes_ $shape>](
                py: Python<'_>, xs: &Bound<'_, PyAny>, ys: &Bound<'_, PyAny>, $($p: $t),+
            ) -> PyResult<Edges> {
                bboxes(py, &positions(xs, ys)?, $build?)
            }

            fn [<register_ $shape>](module: &Bound<'_, PyModule>) -> PyResult<()> {
                [<register_apsum_ $shape _exact>](module)?;
                [<register_apsum_ $shape _exact_f32>](module)?;
                [<register_apsum_ $shape _exact_i32>](module)?;
                [<register_apsum_ $shape _exact_i16>](module)?;
                [<register_apsum_ $shape _center>](module)?;
                [<register_apsum_ $shape _center_f32>](module)?;
                [<register_apsum_ $shape _center_i32>](module)?;
                [<register_apsum_ $shape _center_i16>](module)?;
                [<register_coverage_ $shape _exact>](module)?;
                [<register_coverage_ $shape _center>](module)?;
                module.add_function(wrap_pyfunction!([<bboxes_ $shape>], module)?)
            }
        }
    };
}

/// All of the shapes that numbers describe.
macro_rules! shapes {
    ($($variant:ident($type:ty) = $shape:ident: $($p:ident)+;)+) => {
        $(shape! { $shape ($($p: f64),+) = numbers(stringify!($shape), &[$($p),+]) })+

        /// Adds the raw layer to the module.
        pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
            pastey::paste! { $([<register_ $shape>](module)?;)+ }
            register_path(module)?;
            module.add_function(wrap_pyfunction!(_farthest_mask_pixel, module)?)?;
            module.add_function(wrap_pyfunction!(_selected_pixel_distances, module)?)
        }
    };
}

table_of_shapes! { shapes }

shape! {
    path (kinds: &Bound<'_, PyAny>, data: &Bound<'_, PyAny>) = path(kinds, data),
    (kinds: &Bound<'_, PyAny>, path_data: &Bound<'_, PyAny>) = path(kinds, path_data)
}
