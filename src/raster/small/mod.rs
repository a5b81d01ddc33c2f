//! Areas of any outline in a small window: what lies below each piece, several columns at a time.
//!
//! Taken in windows of up to 264 columns for all that is no ring. What it gains over the [`walk`](super::walk) is printed by
//! `cargo test --release routes -- --ignored --nocapture`. Tested against the oracle and against the walk.
//!
//! In every column a piece takes part of the width, and everything below it belongs to it. Pieces that go to the left add
//! what is below them, those that go to the right take it away. In the rows that a piece passes through this is an area; the
//! rows below get all of the width. Columns are the lanes of vectors, so that nothing has to be carried from lane to lane.
//!
//! Widths within a column are rounded to multiples of 2⁻⁵¹, so their sums are exact: 1 inside the shape where nothing
//! passes through, 0 outside.

mod arcs;
mod edges;
mod lines;
mod plane;

use edges::{Edges, Patches};
use lines::Slopes;
use plane::Plane;

use crate::geometry::{Piece, Point};
use crate::raster::aligned::Aligned;
use crate::raster::clip::Clip;
use crate::raster::coverage::Coverage;
use crate::raster::curve::PlacedArc;
use pulp::bytemuck::cast_slice_mut;
use pulp::{Arch, Simd, WithSimd};

/// Outlines of so many pieces are likely to have short ones.
const MANY: usize = 16;

/// Writes the coverage of an outline around `centre`, in a small window.
pub(in crate::raster) fn scan_outline(
    pieces: &[Piece],
    centre: Point,
    clip: &Clip,
    spare: &mut Aligned,
    out: &mut Coverage,
) {
    let (cutoff, height) = (out.cutoff(), out.window().height());
    let weights = out.start_dense(clip.stride);
    let many = pieces.len() >= MANY;
    Arch::new().dispatch(Outlined { pieces, many, centre, clip, height, cutoff, spare, weights });
}

struct Outlined<'a> {
    pieces: &'a [Piece],
    many: bool,
    centre: Point,
    clip: &'a Clip,
    height: usize,
    cutoff: f64,
    spare: &'a mut Aligned,
    weights: &'a mut [f64],
}

impl WithSimd for Outlined<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { pieces, many, centre, clip, height, cutoff, spare, weights } = self;
        let (lanes, len) = (S::F64_LANES, weights.len());
        // The lines around all rows, in whole vectors.
        let lines = (height + 1).next_multiple_of(lanes);
        let (widths, crossings) = spare.room(len + lines).split_at_mut(len);
        weights.fill(0.0);
        widths.fill(0.0);
        let mut plane = Plane::<S> {
            areas: S::as_mut_simd_f64s(weights).0,
            widths: S::as_mut_simd_f64s(widths).0,
            crossings,
            stride: clip.stride / lanes,
            height,
            clip,
        };
        for pieces in pieces.chunks(lanes) {
            plane.add_pieces(simd, pieces, centre, many);
        }
        plane.limit(simd, cutoff);
    }
}

impl<S: Simd> Plane<'_, S> {
    /// Adds as many pieces as a vector has lanes, those that are short at once if some are likely to be.
    #[inline(always)]
    fn add_pieces(&mut self, simd: S, pieces: &[Piece], centre: Point, many: bool) {
        let edges = Edges::new(simd, pieces, centre);
        let patches =
            if many { Patches::new(simd, &edges, pieces.len(), self.clip, self.height) } else { None };
        let mut slopes = None;
        for (lane, piece) in pieces.iter().enumerate() {
            if let Some(patches) = &patches {
                let (areas, widths) = (cast_slice_mut(self.areas), cast_slice_mut(self.widths));
                if patches.add(lane, areas, widths, self.clip.stride) {
                    continue;
                }
            }
            match piece {
                Piece::Line(_) => {
                    // No closure: it would not know of the processor's instructions.
                    let slopes = match &slopes {
                        Some(slopes) => slopes,
                        None => slopes.insert(Slopes::new(simd, &edges, self)),
                    };
                    self.add_line(simd, slopes, lane);
                }
                Piece::Arc(arc) => self.add_arc(simd, &PlacedArc::new(arc, centre)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Window;
    use super::*;
    use crate::geometry::Line;
    use crate::raster::window::Place;
    use proptest::prelude::*;

    /// What has been added up for the outline, its short edges at once or one after the other.
    fn weights(pieces: &[Piece], centre: Point, window: &Window, many: bool) -> Vec<f64> {
        let Some(place) = Place::new(centre) else { panic!("no place") };
        let clip = Clip::new(window, &place);
        let (mut spare, mut weights) = (Aligned::default(), vec![9.0; clip.stride * window.height()]);
        let (centre, cutoff, height) = (place.centre, f64::NEG_INFINITY, window.height());
        let (spare, out) = (&mut spare, &mut weights);
        Arch::new().dispatch(Outlined {
            pieces,
            many,
            centre,
            clip: &clip,
            height,
            cutoff,
            spare,
            weights: out,
        });
        weights
    }

    /// A step from one vertex to the next: often along a grid line, or by a whole pixel.
    fn step() -> impl Strategy<Value = f64> {
        prop_oneof![4 => -1.2..1.2_f64, 1 => Just(0.0), 1 => Just(1.0), 1 => Just(-0.5), 1 => -4.0..4.0_f64]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn short_edges_add_what_they_would_alone(
            steps in prop::collection::vec((step(), step()), 3..40),
            at in prop_oneof![(0.0..9.0_f64, 0.0..9.0_f64), Just((3.5, 4.5)), Just((5.0, 2.0))],
            (x0, y0, width, height) in (-9..9_i64, -9..9_i64, 1..20_i64, 1..20_i64),
        ) {
            let mut p = Point::new(0.0, 0.0);
            let mut pieces = vec![];
            for (x, y) in steps {
                let q = Point::new(p.x + x, p.y + y);
                pieces.push(Piece::Line(Line { p, q }));
                p = q;
            }
            pieces.push(Piece::Line(Line { p, q: Point::new(0.0, 0.0) }));
            let window = Window { x0, x1: x0 + width, y0, y1: y0 + height };
            let of = |many| weights(&pieces, Point::new(at.0, at.1), &window, many);
            let (together, alone) = (of(true), of(false));
            // An end on a line between rows is either taken from the edge, or reckoned from the other end.
            let alike = together.iter().zip(&alone).all(|(a, b)| (a - b).abs() <= 1e-14);
            prop_assert!(alike, "{together:?} for {alone:?}");
        }
    }
}
