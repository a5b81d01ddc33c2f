"""
Tests of photutils that cannot pass with a replacement, by version of photutils.

The key is the name of a test, with or without its parameters; the value says why. One that begins
with "not run: " is not even started.
"""

EXPECTED = {"3.1": {}, "3.0": {}}
