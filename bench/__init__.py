"""Measures the real server: `make bench`. Every figure stands beside floors measured in the same run."""
