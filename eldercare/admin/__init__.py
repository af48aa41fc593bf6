"""The desks of home care: institutions, registrations, filings, their files, and who changed what."""

from eldercare.admin import changes, evidence, filing, institution, measures, operator, registration

__all__ = ["changes", "evidence", "filing", "institution", "measures", "operator", "registration"]
