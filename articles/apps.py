"""What happens by itself in the newsroom: this file is the whole list."""

from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("newsroom")

    def ready(self):
        # Permissions are made by django.contrib.auth's own receiver, which is connected before this one.
        post_migrate.connect(sync_roles, sender=self)
        # After a migrate the site's row says what the settings say.
        post_migrate.connect(name_site, sender=apps.get_app_config("sites"))
        begin_editions()
        follow_names()
        follow_for_search()
        follow_withdrawals()


def begin_editions():
    """A change that readers could see begins a new edition, in the same transaction."""
    from django.contrib.redirects.models import Redirect

    from . import announcing, edition, models

    visible = ("Article", "Byline", "TaggedArticle", "Photo", "Author", "Section", "Tag", "Correction", "Slot")
    seen = [getattr(models, name) for name in (*visible, "Page", "Newsroom", "Officer", "GalleryPhoto")]
    for model in (*seen, Redirect):
        for signal in (post_save, post_delete):
            signal.connect(edition.advance_for, sender=model)
    # What hubs and search engines are to be told of a story is written down with it; nothing is where none is configured.
    post_save.connect(announcing.note, sender=models.Article)


def follow_names():
    """What is renamed is found under its old address; a redirect is kept in one form and leads to its end at once."""
    from django.contrib.redirects.models import Redirect

    from . import models, redirects, tagging

    for model in (models.Section, models.Tag, models.Author):
        pre_save.connect(redirects.note_slug, sender=model)
        post_save.connect(redirects.follow_slug, sender=model)
        post_delete.connect(redirects.forget_target, sender=model)
    post_save.connect(tagging.lead_alias, sender=models.TagAlias)
    post_delete.connect(tagging.forget_alias, sender=models.TagAlias)
    pre_save.connect(redirects.settle, sender=Redirect)
    post_save.connect(redirects.shorten, sender=Redirect)


def follow_for_search():
    """The search index follows whatever a story or a photo is found by, in the same transaction."""
    from . import models, search
    from .models.archive import stories_written
    from .models.filing import shelf_written

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


def follow_withdrawals():
    """The files of a withdrawn story's photos leave with it."""
    from . import models, withheld

    post_save.connect(withheld.follow_withdrawal, sender=models.Step)
    post_delete.connect(withheld.follow_use, sender=models.PhotoUse)


def sync_roles(**kwargs):
    """Bring the staff's groups in line with articles/roles.py."""
    from . import roles

    roles.sync()


def name_site(using, apps=apps, **kwargs):
    """Let the row of django.contrib.sites say what the settings say; there is none while its table goes."""
    try:
        site = apps.get_model("sites", "Site")
    except LookupError:
        return
    address = urlsplit(settings.SITE_URL)
    site.objects.using(using).filter(pk=settings.SITE_ID).update(domain=address.netloc, name=settings.SITE_NAME[:50])
