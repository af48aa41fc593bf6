"""The desks of the gazette's editors: issues, the chronicle, and the people it names."""

from gazette.admin import chronicle, issue, officials, submissions, uploads, yearly

__all__ = ["chronicle", "issue", "officials", "submissions", "uploads", "yearly"]
