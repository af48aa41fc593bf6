"""The search page: what a reader asks (asking), the answer (answering), the same to machines (api), and what helps on
(suggestions, near_misses). The search itself is `foundation.search`."""
