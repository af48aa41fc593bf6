#!/usr/bin/env python
"""Django's command line for the gazette portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    from portal.environment import ConfigurationRefused

    try:
        execute_from_command_line(sys.argv)
    except ConfigurationRefused as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
