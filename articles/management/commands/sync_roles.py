"""Bring the staff's groups in line with articles/roles.py."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles import roles


class Command(BaseCommand):
    help = "Bring the staff's groups in line with articles/roles.py; migrate does it too."

    def handle(self, *args, **options):
        self.stdout.write(_("%(count)d roles are in line.") % {"count": roles.sync()})
