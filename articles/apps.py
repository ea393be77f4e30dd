"""What happens by itself in the newsroom: this file is the whole list."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("newsroom")

    def ready(self):
        # Permissions are made by django.contrib.auth's own receiver, which is connected before this one.
        post_migrate.connect(sync_roles, sender=self)

        from . import edition, models, search
        from .models.archive import stories_written
        from .models.filing import shelf_written

        # A change that readers could see begins a new edition, in the same transaction.
        for name in ("Article", "Byline", "TaggedArticle", "Photo", "Author", "Section", "Tag", "Correction", "Slot"):
            for signal in (post_save, post_delete):
                signal.connect(edition.advance_for, sender=getattr(models, name))

        # The search index follows whatever a story is found by, in the same transaction too.
        post_save.connect(search.indexing.follow_story, sender=models.Article)
        post_delete.connect(search.indexing.forget_story, sender=models.Article)
        for signal in (stories_written, shelf_written):
            signal.connect(search.indexing.follow_stories)
        for model in (models.Byline, models.TaggedArticle):
            for signal in (post_save, post_delete):
                signal.connect(search.indexing.follow_filing, sender=model)
        for model in (models.Author, models.Tag, models.Photo):
            post_save.connect(search.indexing.follow_name, sender=model)
        post_delete.connect(search.indexing.follow_name, sender=models.Tag)
        post_delete.connect(search.indexing.forget_photo, sender=models.Photo)
        checks.register(search.check, checks.Tags.database)


def sync_roles(**kwargs):
    """Bring the staff's groups in line with articles/roles.py."""
    from . import roles

    roles.sync()
