"""What happens by itself in the newsroom: this file is the whole list."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("newsroom")

    def ready(self):
        # Permissions are made by django.contrib.auth's own receiver, which is connected before this one.
        post_migrate.connect(sync_roles, sender=self)

        from . import edition, models

        # A change that readers could see begins a new edition, in the same transaction.
        for name in (
            "Article",
            "Byline",
            "TaggedArticle",
            "Photo",
            "Author",
            "Section",
            "Tag",
            "Correction",
            "Slot",
            "GalleryPhoto",
        ):
            for signal in (post_save, post_delete):
                signal.connect(edition.advance_for, sender=getattr(models, name))


def sync_roles(**kwargs):
    """Bring the staff's groups in line with articles/roles.py."""
    from . import roles

    roles.sync()
