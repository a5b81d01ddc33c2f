"""Tests of what is run from the shell."""
