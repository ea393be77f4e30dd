"""What happens by itself in the newsroom: this file is the whole list."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("newsroom")

    def ready(self):
        # Permissions are made by django.contrib.auth's own receiver, which is connected before this one.
        post_migrate.connect(sync_roles, sender=self)


def sync_roles(**kwargs):
    """Bring the staff's groups in line with articles/roles.py."""
    from . import roles

    roles.sync()
