"""
Compare IRAF's phot with the function of docs/coming_from/iraf.rst, for three stars.

The function is read from that page. Needs IRAF with its package noao; in Debian:
``apt install iraf iraf-noao``. The exit code is not zero if a result that is the same according to
the page differs. Usage: python tools/compare_iraf.py
"""

import doctest
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits

import astroapers as aap

PAGE = Path(__file__).resolve().parent.parent / "docs" / "coming_from" / "iraf.rst"
RADII, ANNULUS, DANNULUS = (1.5, 3.0, 8.0), 12.0, 6.0
STARS = np.array([(40.2, 37.9), (20.6, 55.3), (60.3, 20.4)])  # from 0
FLUXES = (10_000.0, 3000.0, 500.0)
SETTINGS = {"zmag": 25.0, "itime": 10.0, "epadu": 2.0}

COMMANDS = f"""\
noao
digiphot
apphot
set imtype=fits
datapars.scale=1
datapars.epadu={SETTINGS["epadu"]}
datapars.itime={SETTINGS["itime"]}
centerpars.calgorithm="none"
fitskypars.annulus={ANNULUS}
fitskypars.dannulus={DANNULUS}
fitskypars.smaxiter=0
fitskypars.snreject=0
fitskypars.sloreject=0
fitskypars.shireject=0
fitskypars.sloclip=0
fitskypars.shiclip=0
photpars.apertures="{",".join(map(str, RADII))}"
photpars.zmag={SETTINGS["zmag"]}
fitskypars.salgorithm="median"
phot ("im.fits", coords="positions", output="median", interactive=no, verify=no, verbose=no)
fitskypars.salgorithm="mode"
phot ("im.fits", coords="positions", output="mode", interactive=no, verify=no, verbose=no)
logout
"""


def make_image():
    """Return three stars on a noisy sky."""
    image = np.random.default_rng(2).normal(200.0, 4.0, (80, 80))
    y, x = np.mgrid[:80, :80]
    for flux, (x0, y0) in zip(FLUXES, STARS, strict=True):
        image += flux / (8 * np.pi) * np.exp(-((x - x0) ** 2 + (y - y0) ** 2) / 8)
    return image


def run_iraf(image):
    """Return the output of phot, as `read` gives it, for the median and for the mode of the sky."""
    with tempfile.TemporaryDirectory() as folder:
        fits.writeto(Path(folder, "im.fits"), image)
        np.savetxt(Path(folder, "positions"), STARS + 1)
        subprocess.run(
            ["irafcl", "-x"],
            input=COMMANDS,
            text=True,
            cwd=folder,
            env=os.environ | {"HOME": folder, "USER": "iraf", "TERM": "xterm"},
            check=True,
            timeout=120,
            stdout=subprocess.DEVNULL,
        )
        return {name: read(Path(folder, name).read_text()) for name in ("median", "mode")}


def read(text):
    """Return (MSKY, STDEV, NSKY) and (SUM, AREA, FLUX, MAG, MERR): arrays with a row per star."""
    lines = [re.findall(r"\S+", line) for line in text.splitlines() if not line.startswith("#")]
    sky = [(row[0], row[1], row[3]) for row in lines if len(row) == 8 and row[5] == "0"]
    rows = [row[1:6] for row in lines if row[0] in {f"{r:.2f}" for r in RADII}]
    return np.array(sky, float), np.array(rows, float).reshape(len(STARS), len(RADII), 5)


def phot_of_the_page():
    """Return the function that the page defines."""
    examples = doctest.DocTestParser().get_examples(PAGE.read_text())
    source = next(one.source for one in examples if one.source.startswith("def phot"))
    names = {"np": np, "aap": aap}
    exec(source, names)
    return names["phot"]


def main():
    image = make_image()
    found = run_iraf(image)
    sky, rows = found["median"]
    ring = aap.CircAn(STARS, ANNULUS, ANNULUS + DANNULUS).sampled_values(image)
    phot = phot_of_the_page()
    good = True

    def compare(name, ours, theirs, tolerance):
        nonlocal good
        difference = np.max(np.abs(np.asarray(ours) - theirs))
        good &= bool(difference <= tolerance)
        print(f"{name:40} differs by {difference:9.2g}; at most {tolerance:g} is expected")

    compare("pixels of the sky", [len(values) for values in ring], sky[:, 2], 0)
    compare("its scatter", [np.std(values) for values in ring], sky[:, 1], 1e-5)
    middle = [np.mean(central(values)) for values in ring]
    compare("its median: mean of the central 5 %", middle, sky[:, 0], 5e-4)
    mean = [np.mean(values) for values in ring]
    mode = np.minimum(mean, 3 * sky[:, 0] - 2 * np.array(mean))
    compare("its mode: 3 median - 2 mean, or mean", mode, found["mode"][0][:, 0], 1e-3)
    for k, r in enumerate(RADII):
        apsum, area = aap.CircAp(STARS, r).apsum_exact(image)
        mag, merr = phot(image, STARS, r, ANNULUS, DANNULUS, **SETTINGS)
        for name, ours, column in (("area", area, 1), ("sum", apsum, 0)):
            off = np.max(np.abs(rows[:, k, column] / ours - 1))
            print(f"r = {r}: phot's {name} is up to {off:.2%} off")
        flux = rows[:, k, 0] - rows[:, k, 1] * sky[:, 0]
        compare("  FLUX = SUM - AREA * MSKY", flux, rows[:, k, 2], 0.01)
        compare("  MAG", mag, rows[:, k, 3], 0.05 if r < 2 else 0.01)
        compare("  MERR", merr, rows[:, k, 4], 3e-3)
    return 0 if good else 1


def central(values):
    """Return the central twentieth of values, whose mean phot takes for their median."""
    values = np.sort(values)
    middle, half = (len(values) - 1) // 2, round(0.05 * len(values) / 2)
    return values[middle - half : middle + half + 1]


if __name__ == "__main__":
    sys.exit(main())
