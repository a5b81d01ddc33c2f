"""
Tests of photutils that no replacement can pass, by version of photutils.

The key is the name of a test. With parameters it stands for one test, without for all of that name.
The value is the reason. A test whose reason begins with "not run: " is not run.
"""

_PRIVATE = "looks at private attributes of photutils' class"
_SLOW_PATH = "asks by a private attribute which of photutils' two ways was taken"
_PATCHED = "patches private parts of photutils' class"
_PUT_IN = "puts numbers into the object for other results to follow from"

_BATCH = "test_batch_minmax.py::"
_CLASS = "test_photometry_class.py::"
_FLAGS = "test_photometry_flags.py::"
_SEGMENTS = "test_segmentation_masking.py::"
_STATS = "test_stats.py::"
_STATS_FLAGS = "test_stats_flags.py::"
_THREADS = "test_batch_thread_safety.py::"

_IN_3_1 = {
    _BATCH + "test_min_max_without_sort": _PRIVATE,
    _BATCH + "test_min_max_after_sort": _PRIVATE,
    _BATCH + "test_min_max_with_sigma_clip": _PRIVATE,
    _CLASS + "TestReprAndImmutability::test_no_new_attributes_after_init": _PRIVATE,
    _FLAGS + "TestMaskPathParity::test_nonfinite_segmentation": _SLOW_PATH,
    _SEGMENTS + "TestApertureStats::test_no_segmentation_slicing": _PRIVATE,
    _STATS + "TestBoundedMemory::test_packed_buffers_not_cached": _PRIVATE,
    _STATS + "TestBoundedMemory::test_to_table": _PRIVATE,
    _STATS + "TestCenterCutoutParity::test_correct_mode_fallback": _SLOW_PATH,
    _STATS + "TestCenterCutoutParity::test_matches_mask_path": _SLOW_PATH,
    _STATS + "TestCenterCutoutParity::test_segmentation_masking": _SLOW_PATH,
    _STATS + "TestDdof::test_ddof_slow_path": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_batch_hook_fallback": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_data_mask_fallback": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_fast_matches_mask": _PATCHED,
    _STATS + "TestMaskPathParity::test_mask_nonfinite_data": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_sigma_clip_callable": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_sigma_clip_fallback": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_slow_path_extended": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_slow_path_mask": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_slow_path_scalar": _SLOW_PATH,
    _STATS + "TestMaskPathParity::test_slow_path_segmentation": _SLOW_PATH,
    _STATS + "TestNThreads::test_mask_based_fallback": _SLOW_PATH,
    _STATS + "TestProperties::test_cached_properties_class_cache": _PRIVATE,
    _STATS + "TestProperties::test_minimal_inputs": _PRIVATE,
    _STATS + "TestSigmaClipBiweightStrings::test_biweight_final_bounds_survivors": _SLOW_PATH,
    _STATS + "TestSigmaClipBiweightStrings::test_biweight_matches_fallback": _PATCHED,
    _STATS + "TestSumMethod::test_sum_aper_area_center_masked": _SLOW_PATH,
    _STATS + "test_sigma_clip_sorted_values_reuse": _PATCHED,
    _STATS_FLAGS + "TestCentroidOutsideBbox::test_bounding_box_edge": _PUT_IN,
    _STATS_FLAGS + "TestFlagsAPI::test_flags_docstring": "reads a docstring",
    _STATS_FLAGS + "TestSingularCovariance::test_not_positive_semidefinite": _PUT_IN,
    _STATS_FLAGS + "TestSingularCovariance::test_not_positive_semidefinite_from_data": _PRIVATE,
    _STATS_FLAGS + "TestSingularCovariance::test_rank1_degeneracy": _PUT_IN,
    _STATS_FLAGS + "TestSingularCovariance::test_rank1_regularization": _PUT_IN,
    _THREADS + "TestApertureStatsThreadSafety::test_no_cross_instance_serialization": (
        "not run: patches a private function, and fails with photutils itself on Python 3.11"
    ),
}

_IN_3_0 = {
    _STATS + "TestApertureStats::test_lazyproperties_class_cache": _PRIVATE,
    _STATS + "TestApertureStats::test_minimal_inputs": _PRIVATE,
    _STATS + "TestApertureStats::test_no_aperture_overlap": _PRIVATE,
}

EXPECTED = {"3.1": _IN_3_1, "3.0": _IN_3_0}
