#!/usr/bin/env python3
"""
Write the tables of the performance page from what `compare.py` has measured.

Usage::

    python benchmarks/compare.py --suite calls --json calls.json
    python benchmarks/compare.py --suite dropin --json dropin.json
    python benchmarks/make_page.py calls.json dropin.json

It writes ``docs/performance/results.inc``, which is committed: no number there is typed.
"""

import argparse
import json
from pathlib import Path
from statistics import median

from measuring import format_time

TARGET = Path(__file__).resolve().parents[1] / "docs" / "performance" / "results.inc"
OURS = "astroapers"


def table(heading, rows):
    """Lay out a list-table."""
    lines = [".. list-table::", "    :header-rows: 1", "    :class: compact", ""]
    for row in [heading, *rows]:
        lines += [f"    {'*' if k == 0 else ' '} - {cell}" for k, cell in enumerate(row)]
    return [*lines, ""]


def machine(measured):
    """Tell where and with what it was measured."""
    words = "; ".join(f"{key}: {value}" for key, value in measured["machine"].items())
    return [f"{words}.", ""]


def ratio(seconds, name, to):
    """How many times the time of one is that of the other, or a dash."""
    if name not in seconds or to not in seconds:
        return "–"
    return f"{median(seconds[name]) / median(seconds[to]):.1f}×"


def calls_table(cells):
    """Every kind of call, with the others' times in ours."""
    heading = ["call", "sources", "µs a source", OURS, "photutils", "SEP"]
    rows = []
    for cell in cells:
        seconds = cell["seconds"]
        each = 1e6 * median(seconds[OURS]) / cell["n"]
        rows.append(
            [cell["call"], f"{cell['n']:,}", f"{each:.3g}", format_time(seconds[OURS]).strip()]
            + [ratio(seconds, name, OURS) for name in ("photutils", "SEP")]
        )
    return table(heading, rows)


def threads_table(cells):
    """What a second thread gains."""
    names = ["1 thread", "2 threads"]
    rows = [
        [cell["case"], f"{cell['n']:,}"]
        + [format_time(cell["seconds"][name]).strip() for name in names]
        + [ratio(cell["seconds"], *names)]
        for cell in cells
        if set(names) <= set(cell["seconds"])
    ]
    return table(["call of the drop-in", "sources", *names, "gain"], rows)


def main():
    """Read the measurements and write the page's tables."""
    parser = argparse.ArgumentParser(description="Write the tables of the performance page.")
    parser.add_argument("calls", type=Path, help="JSON of --suite calls")
    parser.add_argument("dropin", type=Path, help="JSON of --suite dropin")
    options = parser.parse_args()
    calls, dropin = (json.loads(path.read_text()) for path in (options.calls, options.dropin))
    lines = [
        ".. Made by benchmarks/make_page.py; do not edit.",
        "",
        *machine(calls),
        *calls_table(calls["cells"]),
        "Threads",
        "=======",
        "",
        *machine(dropin),
        *threads_table(dropin["cells"]),
    ]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines).rstrip() + "\n")


if __name__ == "__main__":
    main()
