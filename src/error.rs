//! What can go wrong, with the argument, its value and the rule it breaks.

/// An error of the engine. No Python type appears here; `python::errors` maps each variant to an exception.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A geometry parameter breaks its rule.
    #[error("{name} must be {rule}, got {value:?}")]
    InvalidParameter {
        /// Name of the parameter as the user knows it.
        name: String,
        /// The value that was given.
        value: f64,
        /// What the value has to be.
        rule: String,
    },
    /// A shape got another number of parameters than it has.
    #[error("{shape} takes {expected} parameters ({names}), got {got}")]
    ParameterCount {
        /// The registered name of the shape.
        shape: &'static str,
        /// How many there have to be.
        expected: usize,
        /// Their names.
        names: String,
        /// How many were given.
        got: usize,
    },
    /// There is nothing of this name.
    #[error("unknown {what} {name:?}")]
    UnknownName {
        /// What it is the name of.
        what: &'static str,
        /// The name that was given.
        name: String,
    },
    /// Two things that were asked for do not go together.
    #[error("{0}")]
    Unfit(&'static str),
    /// A contour breaks a rule.
    #[error("{contour} {why}")]
    InvalidContour {
        /// Which one, as the user knows it.
        contour: String,
        /// What is wrong with it.
        why: String,
    },
    /// Two arrays that belong together have different lengths.
    #[error("{name} must have one value, or one per source ({expected}), got {got}")]
    Length {
        /// The argument.
        name: String,
        /// The length it should have.
        expected: usize,
        /// The length it has.
        got: usize,
    },
    /// A position has no pixel: it is not finite, or its pixel numbers do not fit 64 bits.
    #[error("position {index} ({x:?}, {y:?}) has no bounding box: {why}")]
    NoBox {
        /// Which source.
        index: usize,
        /// Its x.
        x: f64,
        /// Its y.
        y: f64,
        /// What is wrong.
        why: &'static str,
    },
    /// A buffer whose size depends on data could not be reserved.
    #[error("not enough memory for {0}")]
    OutOfMemory(&'static str),
    /// Whoever asked for it wants it no longer.
    #[error("stopped on request")]
    Stopped,
}

impl Error {
    /// The same error, naming the source of a batch that it is about.
    pub fn at_source(self, index: usize) -> Self {
        match self {
            Self::InvalidParameter { name, value, rule } => {
                Self::InvalidParameter { name: format!("{name} of source {index}"), value, rule }
            }
            other => other,
        }
    }
}

/// A vector of `n` copies whose memory may not be there.
pub fn filled<T: Clone>(n: usize, value: T, what: &'static str) -> Result<Vec<T>> {
    let mut values = Vec::new();
    values.try_reserve_exact(n).map_err(|_| Error::OutOfMemory(what))?;
    values.resize(n, value);
    Ok(values)
}

/// The engine's result type.
pub type Result<T> = std::result::Result<T, Error>;
