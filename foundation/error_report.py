"""Django's report of an error, on the developer's page or in a mail: it prints what was sent and every variable."""

from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter

from foundation.redaction import redacted


class RedactingReporter(ExceptionReporter):
    """The same report without anybody's numbers."""

    def get_traceback_html(self) -> SafeString:
        return mark_safe(redacted(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        return mark_safe(redacted(super().get_traceback_text()))
