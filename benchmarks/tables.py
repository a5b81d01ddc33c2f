"""
Tables of cases, of which the suites of `compare.py` consist: how they are measured and printed.

A case is a line of a table. It makes a job for every contestant, that is, every library or way to
call; their values are compared before they are timed.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from measuring import (
    IMAGE_SIZE,
    MARGIN,
    DifferentNumbersError,
    Sky,
    format_time,
    make_sky,
    run_once,
    scatter,
    time_in_turn,
    worst_difference,
)

OURS = "astroapers"
# Allowed relative differences. SEP keeps weights in single precision.
TOLERANCES = {"SEP": 1e-7}
TOLERANCE = 1e-11
STEADY = 1000  # from this number of sources on, the time of a call is proportional to it
QUICK = 20  # sources at most
SPREAD = "Times are medians, ± half of the interquartile range; ratios are of times."


@dataclass(frozen=True)
class Case:
    """One line of a table: its name, the number of positions, and the job of each contestant."""

    name: str
    n: int
    jobs: Callable  # (sky, positions) -> {contestant: Job}
    value: float | None = None  # the quantity that the lines of the table differ by
    tolerance: float | None = None  # allowed difference; infinite if nothing is compared
    size: int = IMAGE_SIZE  # px, sides of the image
    margin: float = MARGIN  # px
    ordered: bool = False  # whether positions follow the rows of the image


@dataclass
class Row:
    """The results for a case."""

    case: str
    n: int
    found: dict = field(default_factory=dict)  # contestant -> list of times, or of megabytes
    skipped: dict = field(default_factory=dict)  # contestant -> expected time
    differences: dict = field(default_factory=dict)  # contestant -> largest relative difference
    exponent: float | None = None  # power of the cases' value that the time follows since last line


@dataclass(frozen=True)
class Table:
    """Cases with the same columns. The first contestant of a case is the reference."""

    title: str
    names: tuple[str, ...]
    cases: tuple[Case, ...]
    ratios: tuple[tuple[str, str], ...]  # pairs of contestants: time of the first over the second
    note: str = ""
    measure: Callable | None = None  # (case, table, bench) -> Row, if not times are measured
    unit: str = "s"


def against(*peers):
    """Return names and ratios of a table that compares ours with these."""
    return {"names": (OURS, *peers), "ratios": tuple((peer, OURS) for peer in peers)}


class Bench:
    """
    Images, positions and options for the measurement of cases.

    Parameters
    ----------
    rng : numpy.random.Generator
        Makes images and positions.
    options : argparse.Namespace
        The command line.
    deadline : float
        Value of `perf_counter` after which no line is begun.
    """

    def __init__(self, rng, options, deadline):
        self.options = options
        self.deadline = deadline
        self.rates = {}  # (case, contestant) -> seconds a source
        self._rng = rng
        self._size = None
        self._sky = Sky(None)

    def sky(self, size):
        """Return the image of that size; only one is kept."""
        if self._size != size:
            self._size, self._sky = size, make_sky(self._rng, size)
        return self._sky

    def n(self, case):
        """Return how many sources to measure."""
        return min(case.n, QUICK) if self.options.quick else case.n

    def positions(self, case):
        """Return the positions for a case."""
        positions = scatter(self._rng, self.n(case), case.margin, case.size)
        return positions[positions[:, 1].argsort()] if case.ordered else positions


def measure_time(case, table, bench):
    """
    Compare the values of the contestants, and time them in turn.

    Parameters
    ----------
    case : Case
        The case to measure.
    table : Table
        The table to which it belongs.
    bench : Bench
        Image, positions and options; its rates are updated.

    Returns
    -------
    Row

    Raises
    ------
    DifferentNumbersError
        If a contestant's values differ from the reference by more than is allowed.
    """
    jobs = case.jobs(bench.sky(case.size), bench.positions(case))
    row = Row(case.name, bench.n(case))
    for name in list(jobs)[1:]:
        expected = bench.rates.get((case.name, name), 0.0) * row.n
        if expected > bench.options.limit:
            row.skipped[name] = expected
            del jobs[name]
    results, first = run_once(jobs)
    row.differences = compare(case, {name: results[name] for name in table.names if name in jobs})
    row.found = time_in_turn(jobs, first, bench.options)
    if row.n >= STEADY:
        for name, seconds in row.found.items():
            bench.rates[case.name, name] = median(seconds) / row.n
    return row


def compare(case, results):
    """Return the differences from the first results; raise if one is larger than allowed."""
    reference, *others = results
    differences = {}
    for name in others:
        # A contestant may have fewer arrays: errors are left out if their definition differs.
        pairs = zip(results[name], results[reference], strict=False)
        worst = max(worst_difference(*pair) for pair in pairs)
        allowed = TOLERANCES.get(name, TOLERANCE) if case.tolerance is None else case.tolerance
        if allowed < math.inf:
            differences[name] = worst
            if not worst <= allowed:
                raise DifferentNumbersError(
                    f"{case.name}, {case.n} sources: {name} and {reference} differ by "
                    f"{worst:.1e} (allowed {allowed:.0e})"
                )
    return differences


def run_tables(tables, bench):
    """
    Measure and print tables.

    Parameters
    ----------
    tables : list of Table
        What to measure.
    bench : Bench
        What to measure it with.

    Returns
    -------
    list of (Table, list of Row)
        What has been measured.
    """
    done = []
    for table in tables:
        print(format_heading(table))
        rows, previous = [], None
        for case in table.cases:
            if perf_counter() > bench.deadline:
                print(f"{case.name:<34} {case.n:>9,} no time left (--seconds)")
                continue
            row = (table.measure or measure_time)(case, table, bench)
            if previous is not None and case.value is not None:
                row.exponent = exponent(table, previous, (case, row))
            previous = case, row
            rows.append(row)
            print(format_row(table, row), flush=True)
        print(f"{table.note}\n" if table.note else "")
        done.append((table, rows))
    print(SPREAD)
    return done


def exponent(table, *lines):
    """Return the power of the cases' value that our time per source follows between two lines."""
    times = [median(row.found[table.names[0]]) / row.n for _, row in lines]
    values = [case.value for case, _ in lines]
    return math.log(times[1] / times[0]) / math.log(values[1] / values[0])


def cells(table, row):
    """
    Format the numbers of a line, for the terminal and for the page.

    Returns
    -------
    list of str
        In the order of `headings`; ``-`` for missing values.
    """
    texts = [row.case, f"{row.n:,}"]
    reference = next(name for name in table.names if name in row.found)
    if table.unit == "s":
        texts.append(f"{1e6 * median(row.found[reference]) / row.n:.3g}")
    for name in table.names:
        if name in row.found:
            texts.append(_format(row.found[name], table.unit))
        else:
            texts.append(f"(≈ {row.skipped[name]:.0f} s)" if name in row.skipped else "-")
    for slow, fast in table.ratios:
        there = {slow, fast} <= row.found.keys() and median(row.found[fast]) > 0
        texts.append(f"{median(row.found[slow]) / median(row.found[fast]):.2f}" if there else "-")
    if _has_exponents(table):
        texts.append("-" if row.exponent is None else f"{row.exponent:.2f}")
    texts.append(f"{max(row.differences.values()):.0e}" if row.differences else "-")
    return texts


def headings(table):
    """Name the columns: what `cells` gives."""
    texts = ["", "sources", *(["µs/source"] if table.unit == "s" else []), *table.names]
    texts += [f"{slow} / {fast}" for slow, fast in table.ratios]
    return [*texts, *(["exponent"] if _has_exponents(table) else []), "differ by"]


def _has_exponents(table):
    return any(case.value is not None for case in table.cases)


def _format(values, unit):
    return format_time(values) if unit == "s" else f"{median(values):.1f} {unit}"


def format_heading(table):
    """Lay out what is above a table."""
    line = _line(table, [table.title, *headings(table)[1:]])
    return f"{line}\n{'-' * len(line)}"


def format_row(table, row):
    """Lay out a line."""
    return _line(table, cells(table, row))


def _line(table, texts):
    """Put cells into columns."""
    widths = [14 if name in table.names else max(len(name), 9) for name in headings(table)]
    columns = [f"{text:>{w}}" for text, w in zip(texts[1:], widths[1:], strict=True)]
    return " ".join([f"{texts[0]:<38}", *columns])
