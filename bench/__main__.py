"""python -m bench: production mode, so that templates and static files are those of a real site."""

import base64
import os
import secrets
import tempfile


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gazette-bench-") as static_root:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DEBUG": "0",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "PROTECTED_DATA_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "0",
            "STATIC_ROOT": static_root,
            "LOG_LEVEL": "ERROR",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)

        from bench import (
            accuracy,
            many_institutions,
            pages,
            papers,
            reading,
            row_audit,
            spreadsheets,
            throughput,
        )

        accuracy.report()
        reading.report()
        pages.report()
        row_audit.report()
        spreadsheets.report()
        many_institutions.report()
        papers.report()
        throughput.report()


if __name__ == "__main__":
    main()
