"""Check that all files name the same version: ``python tools/check_versions.py``."""

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def versions():
    """Map the name of each file to the version in it."""

    def text(name):
        return (ROOT / name).read_text(encoding="utf-8")

    lock = tomllib.loads(text("Cargo.lock"))
    return {
        "Cargo.toml": tomllib.loads(text("Cargo.toml"))["package"]["version"],
        "Cargo.lock": next(p["version"] for p in lock["package"] if p["name"] == "astroapers"),
        "CITATION.cff": re.search(r"^version: (.+)$", text("CITATION.cff"), re.M)[1],
        "codemeta.json": json.loads(text("codemeta.json"))["version"],
        "docs/citation.rst": re.search(r"version = \{(.+)\}", text("docs/citation.rst"))[1],
    }


if __name__ == "__main__":
    found = versions()
    if len(set(found.values())) != 1:
        sys.exit(f"versions differ: {found}")
