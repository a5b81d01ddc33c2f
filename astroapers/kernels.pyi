# Written by tools/make_stubs.py.
from typing import Any

from astroapers._types import Angle, Floats, Image, Mask, Numbers, Shape, Size
from astroapers.apertures.bbox import BoundingBox
from astroapers.masks import farthest_mask_pixel as farthest_mask_pixel

__all__ = [
    "apsum_circ_ann_center",
    "apsum_circ_ann_exact",
    "apsum_circ_center",
    "apsum_circ_exact",
    "apsum_ellip_ann_center",
    "apsum_ellip_ann_exact",
    "apsum_ellip_center",
    "apsum_ellip_exact",
    "apsum_path_center",
    "apsum_path_exact",
    "apsum_pill_ann_center",
    "apsum_pill_ann_exact",
    "apsum_pill_center",
    "apsum_pill_exact",
    "apsum_rect_ann_center",
    "apsum_rect_ann_exact",
    "apsum_rect_center",
    "apsum_rect_exact",
    "apsum_wedge_center",
    "apsum_wedge_exact",
    "bboxes_circ",
    "bboxes_circ_ann",
    "bboxes_ellip",
    "bboxes_ellip_ann",
    "bboxes_path",
    "bboxes_pill",
    "bboxes_pill_ann",
    "bboxes_rect",
    "bboxes_rect_ann",
    "bboxes_wedge",
    "farthest_mask_pixel",
    "npix_circ_ann_center",
    "npix_circ_ann_exact",
    "npix_circ_center",
    "npix_circ_exact",
    "npix_ellip_ann_center",
    "npix_ellip_ann_exact",
    "npix_ellip_center",
    "npix_ellip_exact",
    "npix_path_center",
    "npix_path_exact",
    "npix_pill_ann_center",
    "npix_pill_ann_exact",
    "npix_pill_center",
    "npix_pill_exact",
    "npix_rect_ann_center",
    "npix_rect_ann_exact",
    "npix_rect_center",
    "npix_rect_exact",
    "npix_wedge_center",
    "npix_wedge_exact",
    "weights_circ_ann_center",
    "weights_circ_ann_exact",
    "weights_circ_center",
    "weights_circ_exact",
    "weights_ellip_ann_center",
    "weights_ellip_ann_exact",
    "weights_ellip_center",
    "weights_ellip_exact",
    "weights_path_center",
    "weights_path_exact",
    "weights_pill_ann_center",
    "weights_pill_ann_exact",
    "weights_pill_center",
    "weights_pill_exact",
    "weights_rect_ann_center",
    "weights_rect_ann_exact",
    "weights_rect_center",
    "weights_rect_exact",
    "weights_wedge_center",
    "weights_wedge_exact",
]

def bboxes_circ(x: Numbers, y: Numbers, r: Size, *, validate: bool = True) -> list[BoundingBox]: ...
def apsum_circ_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    r: Size,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_circ_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    r: Size,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_circ_exact(
    x: Numbers, y: Numbers, r: Size, *, shape: Shape, mask: Mask = None, validate: bool = True
) -> Floats: ...
def npix_circ_center(
    x: Numbers, y: Numbers, r: Size, *, shape: Shape, mask: Mask = None, validate: bool = True
) -> Floats: ...
def weights_circ_exact(
    x: Numbers, y: Numbers, r: Size, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_circ_center(
    x: Numbers, y: Numbers, r: Size, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_ellip(
    x: Numbers, y: Numbers, a: Size, b: Size, theta: Angle = 0.0, *, validate: bool = True
) -> list[BoundingBox]: ...
def apsum_ellip_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    a: Size,
    b: Size,
    theta: Angle = 0.0,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_ellip_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    a: Size,
    b: Size,
    theta: Angle = 0.0,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_ellip_exact(
    x: Numbers,
    y: Numbers,
    a: Size,
    b: Size,
    theta: Angle = 0.0,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_ellip_center(
    x: Numbers,
    y: Numbers,
    a: Size,
    b: Size,
    theta: Angle = 0.0,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_ellip_exact(
    x: Numbers, y: Numbers, a: Size, b: Size, theta: Angle = 0.0, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_ellip_center(
    x: Numbers, y: Numbers, a: Size, b: Size, theta: Angle = 0.0, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_rect(
    x: Numbers, y: Numbers, w: Size, h: Size, theta: Angle = 0.0, *, validate: bool = True
) -> list[BoundingBox]: ...
def apsum_rect_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    w: Size,
    h: Size,
    theta: Angle = 0.0,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_rect_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    w: Size,
    h: Size,
    theta: Angle = 0.0,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_rect_exact(
    x: Numbers,
    y: Numbers,
    w: Size,
    h: Size,
    theta: Angle = 0.0,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_rect_center(
    x: Numbers,
    y: Numbers,
    w: Size,
    h: Size,
    theta: Angle = 0.0,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_rect_exact(
    x: Numbers, y: Numbers, w: Size, h: Size, theta: Angle = 0.0, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_rect_center(
    x: Numbers, y: Numbers, w: Size, h: Size, theta: Angle = 0.0, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_circ_ann(
    x: Numbers, y: Numbers, r_in: Size, r_out: Size, *, validate: bool = True
) -> list[BoundingBox]: ...
def apsum_circ_ann_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_circ_ann_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_circ_ann_exact(
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_circ_ann_center(
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_circ_ann_exact(
    x: Numbers, y: Numbers, r_in: Size, r_out: Size, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_circ_ann_center(
    x: Numbers, y: Numbers, r_in: Size, r_out: Size, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_ellip_ann(
    x: Numbers,
    y: Numbers,
    a_in: Size,
    b_in: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> list[BoundingBox]: ...
def apsum_ellip_ann_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    a_in: Size,
    b_in: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_ellip_ann_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    a_in: Size,
    b_in: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_ellip_ann_exact(
    x: Numbers,
    y: Numbers,
    a_in: Size,
    b_in: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_ellip_ann_center(
    x: Numbers,
    y: Numbers,
    a_in: Size,
    b_in: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_ellip_ann_exact(
    x: Numbers,
    y: Numbers,
    a_in: Size,
    b_in: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_ellip_ann_center(
    x: Numbers,
    y: Numbers,
    a_in: Size,
    b_in: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_rect_ann(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    h_in: Size,
    w_out: Size,
    h_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> list[BoundingBox]: ...
def apsum_rect_ann_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    w_in: Size,
    h_in: Size,
    w_out: Size,
    h_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_rect_ann_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    w_in: Size,
    h_in: Size,
    w_out: Size,
    h_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_rect_ann_exact(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    h_in: Size,
    w_out: Size,
    h_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_rect_ann_center(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    h_in: Size,
    w_out: Size,
    h_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_rect_ann_exact(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    h_in: Size,
    w_out: Size,
    h_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_rect_ann_center(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    h_in: Size,
    w_out: Size,
    h_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_pill(
    x: Numbers, y: Numbers, w: Size, a: Size, b: Size, theta: Angle = 0.0, *, validate: bool = True
) -> list[BoundingBox]: ...
def apsum_pill_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    w: Size,
    a: Size,
    b: Size,
    theta: Angle = 0.0,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_pill_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    w: Size,
    a: Size,
    b: Size,
    theta: Angle = 0.0,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_pill_exact(
    x: Numbers,
    y: Numbers,
    w: Size,
    a: Size,
    b: Size,
    theta: Angle = 0.0,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_pill_center(
    x: Numbers,
    y: Numbers,
    w: Size,
    a: Size,
    b: Size,
    theta: Angle = 0.0,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_pill_exact(
    x: Numbers, y: Numbers, w: Size, a: Size, b: Size, theta: Angle = 0.0, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_pill_center(
    x: Numbers, y: Numbers, w: Size, a: Size, b: Size, theta: Angle = 0.0, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_pill_ann(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    a_in: Size,
    b_in: Size,
    w_out: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> list[BoundingBox]: ...
def apsum_pill_ann_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    w_in: Size,
    a_in: Size,
    b_in: Size,
    w_out: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_pill_ann_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    w_in: Size,
    a_in: Size,
    b_in: Size,
    w_out: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_pill_ann_exact(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    a_in: Size,
    b_in: Size,
    w_out: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_pill_ann_center(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    a_in: Size,
    b_in: Size,
    w_out: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_pill_ann_exact(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    a_in: Size,
    b_in: Size,
    w_out: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_pill_ann_center(
    x: Numbers,
    y: Numbers,
    w_in: Size,
    a_in: Size,
    b_in: Size,
    w_out: Size,
    a_out: Size,
    b_out: Size,
    theta_in: Angle = 0.0,
    theta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_wedge(
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    theta_in: Angle,
    dtheta_in: Angle,
    theta_out: Angle | None = None,
    dtheta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> list[BoundingBox]: ...
def apsum_wedge_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    theta_in: Angle,
    dtheta_in: Angle,
    theta_out: Angle | None = None,
    dtheta_out: Angle | None = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_wedge_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    theta_in: Angle,
    dtheta_in: Angle,
    theta_out: Angle | None = None,
    dtheta_out: Angle | None = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_wedge_exact(
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    theta_in: Angle,
    dtheta_in: Angle,
    theta_out: Angle | None = None,
    dtheta_out: Angle | None = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_wedge_center(
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    theta_in: Angle,
    dtheta_in: Angle,
    theta_out: Angle | None = None,
    dtheta_out: Angle | None = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_wedge_exact(
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    theta_in: Angle,
    dtheta_in: Angle,
    theta_out: Angle | None = None,
    dtheta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_wedge_center(
    x: Numbers,
    y: Numbers,
    r_in: Size,
    r_out: Size,
    theta_in: Angle,
    dtheta_in: Angle,
    theta_out: Angle | None = None,
    dtheta_out: Angle | None = None,
    *,
    validate: bool = True,
) -> tuple[list[Floats], list[BoundingBox]]: ...
def bboxes_path(
    x: Numbers, y: Numbers, segments: Any, holes: Any = None, *, validate: bool = True
) -> list[BoundingBox]: ...
def apsum_path_exact(
    data: Image,
    x: Numbers,
    y: Numbers,
    segments: Any,
    holes: Any = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def apsum_path_center(
    data: Image,
    x: Numbers,
    y: Numbers,
    segments: Any,
    holes: Any = None,
    *,
    mask: Mask = None,
    return_npix: bool = True,
    validate: bool = True,
) -> Any: ...
def npix_path_exact(
    x: Numbers,
    y: Numbers,
    segments: Any,
    holes: Any = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def npix_path_center(
    x: Numbers,
    y: Numbers,
    segments: Any,
    holes: Any = None,
    *,
    shape: Shape,
    mask: Mask = None,
    validate: bool = True,
) -> Floats: ...
def weights_path_exact(
    x: Numbers, y: Numbers, segments: Any, holes: Any = None, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
def weights_path_center(
    x: Numbers, y: Numbers, segments: Any, holes: Any = None, *, validate: bool = True
) -> tuple[list[Floats], list[BoundingBox]]: ...
