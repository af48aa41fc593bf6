"""Measurements: how fast an issue is read, what each kind of page costs, and what the server can carry.

`make bench` runs them all against the database of `make run`. They print; they never fail a build.
"""
