import importlib.util

# Without regions there is nothing to convert.
if importlib.util.find_spec("regions") is None:
    collect_ignore_glob = ["test_*.py"]
