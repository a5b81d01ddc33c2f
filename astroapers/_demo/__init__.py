"""
The command ``astroapers demo``: photometry of stars in a real image.

`~astroapers._demo.job` is the measurement itself, and reads like a short script of a
user. The other modules measure the same with photutils, write the files and print the
results.
"""
