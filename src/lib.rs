//! Exact aperture overlap and aperture sums on images.
//!
//! A shape is an outline of lines and elliptic arcs ([`geometry`]); one walk along it finds how much of each
//! pixel is covered ([`raster`]); masks take pixels out ([`image`]); reducers add up what is left ([`reduce`]);
//! [`batch`] does that for many sources. Nothing here knows Python: the extension module is built by the feature
//! `python` and lives in `python` alone.
//!
//! ```
//! use astroapers::batch::{Footprint, Images, Measurement, Planes, Sources, Step};
//! use astroapers::geometry::{Kind, Ties};
//! use astroapers::image::View;
//! use astroapers::raster::Frame;
//!
//! let frame = Frame { nx: 40, ny: 30 };
//! let pixels = vec![1.0; 40 * 30];
//! let shape = Kind::Circle.build(&[3.0], Ties::Native)?;
//! let positions = [20.3, 15.1, 8.0, 9.5];
//! let sources = Sources::shared(&positions, shape);
//! let images = Images::new(frame).plane(View::from_slice(&pixels, frame));
//! let step = Step::new(Footprint::exact(sources), Planes::default());
//! let found = Measurement::new(images).step(step).run(|| false)?;
//! assert!((found.get(0, "sum")?[0] - 9.0 * std::f64::consts::PI).abs() < 1e-12);
//! # Ok::<(), astroapers::error::Error>(())
//! ```

mod arithmetic;
pub mod batch;
pub mod error;
pub mod geometry;
pub mod image;
pub mod parallel;
#[cfg(feature = "python")]
mod python;
pub mod raster;
pub mod reduce;
