"""Benchmarks; each writes its numbers to the data folder's `bench/<name>.json`."""
