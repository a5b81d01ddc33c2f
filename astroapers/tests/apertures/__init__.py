"""Tests of the native classes, a file for each of their modules."""
