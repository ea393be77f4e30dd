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
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ImportError:
        sys.exit("Django is not installed in this Python; run: .venv/bin/pip install -e .")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        _stop("The configuration", error)
    except OperationalError as error:
        _stop("The database", error)


def _stop(part, error):
    """End with one line of what is wrong; with all that led to it where --traceback is asked for."""
    if "--traceback" in sys.argv:
        raise error
    sys.exit("%s: %s" % (part, str(error).strip()))


if __name__ == "__main__":
    main()
