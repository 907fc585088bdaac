"""The benchmark: `python -m tools.benchmark` measures and writes ``docs/benchmarks.md``."""
