//! Images as they are in memory, read run by run, and the pixels that do not count.

mod distance;
mod elements;
mod mask;
mod near;
mod prefetch;
mod reading;
mod segmentation;
mod view;

pub use distance::{Farthest, distances, farthest};
pub use elements::{Element, Layout};
pub use mask::{exclude, exclude_dense, exclude_where};
pub use near::Near;
pub use reading::Reading;
pub use segmentation::{Neighbours, Segmentation, is_neighbour};
pub use view::{LentRows, View};
