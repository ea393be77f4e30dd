#!/usr/bin/env python
"""The staff's entry to the newsroom: `python manage.py help` lists the commands."""

import os
import sys

MINIMUM_PYTHON = (3, 11)


def main():
    if sys.version_info < MINIMUM_PYTHON:
        # No f-string: an old Python has to be able to read this line.
        sys.exit("Newsroom needs Python %d.%d or newer; this is %s." % (MINIMUM_PYTHON + (sys.version.split()[0],)))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python; run: .venv/bin/pip install -e .")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
