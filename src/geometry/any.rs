//! The registry: every shape under its name, built from a list of numbers.

use super::wedge::{End, Wedge};
use super::{
    Annulus, Circle, Compound, Cover, Ellipse, Extents, Outline, Path, Pill, Point, Polygon, Rect, Rotation,
    Shape, Simple, Ties,
};
use crate::error::{Error, Result};
use std::f64::consts::TAU;
use std::sync::Arc;

/// Sizes outside this range are refused: their squares would leave the range of f64.
const SIZE_RANGE: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

/// No shape has more parameters.
pub const MAX_PARAMETERS: usize = 8;

/// The table of shapes that numbers describe: variant, type, name, and the names of the numbers in order. Whoever needs it names the
/// macro that is given the table: the registry below, and the raw functions of the Python module.
macro_rules! table_of_shapes {
    ($macro:ident) => {
        $macro! {
            Circle(Circle) = circ: r;
            CircleAnnulus(Annulus<Circle>) = circ_ann: r_in r_out;
            Ellipse(Ellipse) = ellip: a b theta;
            EllipseAnnulus(Annulus<Ellipse>) = ellip_ann: a_in b_in a_out b_out theta_in theta_out;
            Rect(Rect) = rect: w h theta;
            RectAnnulus(Annulus<Rect>) = rect_ann: w_in h_in w_out h_out theta_in theta_out;
            Pill(Pill) = pill: w a b theta;
            PillAnnulus(Annulus<Pill>) = pill_ann: w_in a_in b_in w_out a_out b_out theta_in theta_out;
            Wedge(Wedge) = wedge: r_in r_out theta_in dtheta_in theta_out dtheta_out;
        }
    };
}
#[cfg(feature = "python")]
pub(crate) use table_of_shapes;

/// Makes the types from the table, and from the shapes that are built by something else than numbers.
macro_rules! registry {
    ($($variant:ident($shape:ty) = $name:ident: $($parameter:ident)+;)+) => {
        registry! { $($variant($shape) = $name: $($parameter)+),+; Path(Arc<Path>), Polygon(Polygon), Compound(Arc<Compound<AnyShape>>) }
    };
    ($($variant:ident($shape:ty) = $name:ident: $($parameter:ident)+),+; $($built:ident($type:ty)),+) => {
        /// Any shape.
        #[derive(Debug, Clone, PartialEq)]
        #[allow(missing_docs)]
        pub enum AnyShape { $($variant($shape),)+ $($built($type)),+ }

        /// Which of the shapes that a list of numbers describes, without its sizes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Kind { $($variant),+ }

        impl Kind {
            /// Every kind there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name it is registered under.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($name)),+ }
            }

            /// Names of the parameters, in order.
            pub fn parameters(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$(stringify!($parameter)),+]),+ }
            }

            /// The shape with these parameters.
            pub fn build(self, values: &[f64], ties: Ties) -> Result<AnyShape> {
                let names = self.parameters();
                if values.len() != names.len() {
                    let (shape, expected, got) = (self.name(), names.len(), values.len());
                    return Err(Error::ParameterCount { shape, expected, names: names.join(", "), got });
                }
                match self { $(Self::$variant => <$shape>::from_values(values, ties).map(AnyShape::$variant)),+ }
            }
        }

        impl Shape for AnyShape {
            fn extents(&self) -> Extents { each!(self, s => s.extents()) }
            fn area(&self) -> f64 { each!(self, s => s.area()) }
            fn bulk(&self) -> f64 { each!(self, s => s.bulk()) }
            #[inline]
            fn contains(&self, p: Point) -> bool { each!(self, s => s.contains(p)) }
            #[inline]
            fn contains_sample(&self, p: Point) -> bool { each!(self, s => s.contains_sample(p)) }
            fn samples_in_row(&self, xs: &[f64], y: f64) -> usize { each!(self, s => s.samples_in_row(xs, y)) }
            #[inline(always)]
            fn write_inside(&self, xs: &[f64], y: f64, out: &mut [f64]) {
                each!(self, s => s.write_inside(xs, y, out));
            }
            fn outline(&self, out: &mut Outline) { each!(self, s => s.outline(out)) }
            fn cover(&self) -> Cover<'_> { each!(self, s => s.cover()) }
        }

        /// The same for every shape.
        macro_rules! each {
            ($any:expr, $s:ident => $do:expr) => {
                match $any { $(Self::$variant($s) => $do,)+ $(Self::$built($s) => $do),+ }
            };
        }
        use each;
    };
}

table_of_shapes! { registry }

impl std::str::FromStr for Kind {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.iter().copied().find(|kind| kind.name() == name);
        found.ok_or_else(|| Error::UnknownName { what: "shape", name: name.to_owned() })
    }
}

/// How the registry turns numbers, of which there are enough, into a shape.
trait Registered: Sized {
    fn from_values(values: &[f64], ties: Ties) -> Result<Self>;
}

impl<S: Simple> Registered for S {
    fn from_values(values: &[f64], ties: Ties) -> Result<Self> {
        let (sizes, angle) = values.split_at(S::SIZES.len());
        for (name, &size) in S::SIZES.iter().zip(sizes) {
            check_size(format_args!("{name}"), size, POSITIVE)?;
        }
        Ok(S::build(sizes, rotation("theta", angle.first(), ties)?, ties))
    }
}

impl<S: Simple> Registered for Annulus<S> {
    fn from_values(values: &[f64], ties: Ties) -> Result<Self> {
        let k = S::SIZES.len();
        let (inner, outer, angles) = (&values[..k], &values[k..2 * k], &values[2 * k..]);
        // A ring of one size may have no hole at all; shapes of several sizes have both or neither edge.
        let no_hole = k == 1 && inner[0] == 0.0;
        for (i, name) in S::SIZES.iter().enumerate() {
            if !no_hole {
                check_size(
                    format_args!("{name}_in"),
                    inner[i],
                    if k == 1 { NOT_NEGATIVE } else { POSITIVE },
                )?;
            }
            check_size(format_args!("{name}_out"), outer[i], POSITIVE)?;
            if inner[i] > outer[i] || (S::ALL_SMALLER && inner[i] == outer[i]) {
                let rule = format!("{} {name}_out = {:?}", if S::ALL_SMALLER { "<" } else { "<=" }, outer[i]);
                return Err(Error::InvalidParameter { name: format!("{name}_in"), value: inner[i], rule });
            }
        }
        if inner == outer {
            let rule = format!("smaller than its outer twin, or another of {} must be", S::SIZES.join(", "));
            return Err(Error::InvalidParameter {
                name: format!("{}_in", S::SIZES[0]),
                value: inner[0],
                rule,
            });
        }
        let turn_in = rotation("theta_in", angles.first(), ties)?;
        let turn_out = rotation("theta_out", angles.get(1), ties)?;
        Ok(Self::build((inner, turn_in), (outer, turn_out), ties))
    }
}

impl Registered for Wedge {
    fn from_values(values: &[f64], ties: Ties) -> Result<Self> {
        let invalid = |k: usize, rule: String| Error::InvalidParameter {
            name: WEDGE[k].to_owned(),
            value: values[k],
            rule,
        };
        for k in [0, 1] {
            check_size(format_args!("{}", WEDGE[k]), values[k], POSITIVE)?;
        }
        if values[0] >= values[1] {
            return Err(invalid(0, format!("< r_out = {:?}", values[1])));
        }
        for k in [2, 4] {
            rotation(WEDGE[k], Some(&values[k]), ties)?;
        }
        for k in [3, 5] {
            if !(values[k] > 0.0 && values[k] < TAU) {
                return Err(invalid(k, "> 0 and < 2 pi".to_owned()));
            }
        }
        let end = |r, k: usize| End { r: values[r], theta: values[k], width: values[k + 1] };
        Self::build(end(0, 2), end(1, 4))
    }
}

const WEDGE: [&str; 6] = ["r_in", "r_out", "theta_in", "dtheta_in", "theta_out", "dtheta_out"];

/// Refuses sizes whose squares f64 cannot hold, and all that are no sizes; `rule` says so for the latter.
fn check_size(name: std::fmt::Arguments<'_>, value: f64, rule: &str) -> Result<()> {
    if SIZE_RANGE.contains(&value) {
        return Ok(());
    }
    let rule = if value.is_finite() && value > 0.0 {
        format!("between {:e} and {:e}", SIZE_RANGE.start(), SIZE_RANGE.end())
    } else {
        rule.to_owned()
    };
    Err(Error::InvalidParameter { name: name.to_string(), value, rule })
}

const POSITIVE: &str = "finite and > 0";
const NOT_NEGATIVE: &str = "finite and >= 0";

fn rotation(name: &str, angle: Option<&f64>, ties: Ties) -> Result<Rotation> {
    match angle {
        None => Ok(Rotation::NONE),
        Some(&theta) if theta.is_finite() => Ok(Rotation::new(theta, ties)),
        Some(&theta) => {
            Err(Error::InvalidParameter { name: name.to_owned(), value: theta, rule: "finite".to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(name: &str, values: &[f64]) -> Result<AnyShape> {
        name.parse::<Kind>()?.build(values, Ties::Native)
    }

    #[test]
    fn names_of_parameters_are_those_of_errors() {
        // What a bad value is called by the shape is what the table calls it, too.
        for kind in Kind::ALL {
            let names = kind.parameters();
            for (k, name) in names.iter().enumerate() {
                let mut values: Vec<f64> =
                    names.iter().map(|name| if name.ends_with("_in") { 1.0 } else { 2.0 }).collect();
                values[k] = f64::NAN;
                let error = kind.build(&values, Ties::Native);
                let named = matches!(&error, Err(Error::InvalidParameter { name: bad, .. }) if bad == name);
                assert!(named, "{} {name}: {error:?}", kind.name());
            }
        }
    }

    #[test]
    fn no_shape_has_too_many_parameters() {
        for kind in Kind::ALL {
            let names = kind.parameters();
            assert!(names.len() <= MAX_PARAMETERS);
            // The count and the names go together: one value too few is told so.
            let error = kind.build(&vec![1.0; names.len() - 1], Ties::Native);
            assert!(matches!(error, Err(Error::ParameterCount { expected, .. }) if expected == names.len()));
        }
    }

    #[test]
    fn errors_name_the_parameter_its_value_and_the_rule() {
        let text =
            |name, values: &[f64]| build(name, values).err().map(|e| e.to_string()).unwrap_or_default();
        assert_eq!(text("circ", &[-1.0]), "r must be finite and > 0, got -1.0");
        assert_eq!(text("circ", &[f64::NAN]), "r must be finite and > 0, got NaN");
        assert_eq!(text("circ", &[1e200]), "r must be between 1e-100 and 1e100, got 1e200");
        assert_eq!(text("circ_ann", &[-1.0, 4.0]), "r_in must be finite and >= 0, got -1.0");
        assert_eq!(text("circ_ann", &[4.0, 4.0]), "r_in must be < r_out = 4.0, got 4.0");
        assert_eq!(text("rect", &[4.0, 4.0, f64::INFINITY]), "theta must be finite, got inf");
        assert_eq!(text("circ", &[1.0, 2.0]), "circ takes 1 parameters (r), got 2");
        assert!(text("rect_ann", &[4.0, 3.0, 4.0, 3.0, 0.0, 0.0]).starts_with("w_in must be smaller"));
        assert!(text("rect_ann", &[5.0, 3.0, 4.0, 4.0, 0.0, 0.0]).starts_with("w_in must be <= w_out"));
        assert_eq!(text("blob", &[]), "unknown shape \"blob\"");
    }

    #[test]
    fn annuli_may_touch_and_stick_out() {
        assert!(build("rect_ann", &[4.0, 2.0, 4.0, 4.0, 0.7, 0.7]).is_ok());
        assert!(build("circ_ann", &[0.0, 2.0]).is_ok());
        assert!(build("ellip_ann", &[5.0, 2.0, 6.0, 3.0, 0.0, std::f64::consts::FRAC_PI_2]).is_ok());
    }
}
