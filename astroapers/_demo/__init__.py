"""
The demonstration behind ``astroapers demo``: photometry of stars in a real image.

`~astroapers._demo.job` is the measurement itself, and reads like a small user's
script; the other modules are what surrounds it: the same job by photutils, the files
it writes, and what it prints.
"""
