"""
Run notebooks from top to bottom, each in its own kernel. The exit code is 1 if one of them fails.

Usage: python tools/run_notebooks.py FOLDER ... [--to FOLDER]

With ``--to`` the executed notebooks, with outputs and pictures, are written to that folder. The
build of the documentation makes the notebooks from the scripts of ``examples/``, in
``docs/tutorials`` and ``docs/gallery``. A warning in a notebook is an error.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def run(path):
    """Execute a notebook; return it, and the message of its error or None."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:  # for files that the notebook writes
        client = NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute()
        except CellExecutionError as err:
            return notebook, str(err)
    return notebook, None


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--to", type=Path)
    options = parser.parse_args(arguments)
    os.environ["PYTHONWARNINGS"] = "error:::__main__"
    os.environ.setdefault("IPYTHONDIR", tempfile.mkdtemp())
    paths = [path for folder in options.folders for path in sorted(folder.glob("*.ipynb"))]
    if not paths:
        sys.exit(f"no notebooks in {', '.join(map(str, options.folders))}")
    failed = 0
    for path in paths:
        start = time.perf_counter()
        notebook, error = run(path)
        failed += error is not None
        verdict = "passed" if error is None else f"FAILED\n{error}"
        print(f"{path.name}: {verdict}, {time.perf_counter() - start:.1f} s", flush=True)
        if options.to and error is None:
            options.to.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, options.to / path.name)
    print(f"{len(paths) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
