"""Tests of the functional layer and of the compiled module."""
