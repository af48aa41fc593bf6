"""Measurements of the search on synthetic corpora, in a database of their own that is gone afterwards.

`make bench-search` runs them: ten thousand long documents, a hundred thousand short entries, and (MILLION=1) a
million. The texts are recombined from real issues (SEEDS) when they are at hand, else from the invented sample issue.
"""
