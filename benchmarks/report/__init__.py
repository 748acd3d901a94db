"""Runs the benchmarks and makes a report of what they measured. Used by `benchmarks/run`."""
