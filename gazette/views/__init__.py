"""Public pages of issues and the chronicle: the same bytes for everybody, no session, no cookie."""
