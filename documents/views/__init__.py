"""Public pages of documents, tasks and units: the same bytes for everybody, no session, no cookie."""
