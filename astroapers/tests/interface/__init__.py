"""Tests of names, docstrings and imports."""
