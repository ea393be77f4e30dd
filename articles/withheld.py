"""Photos of withdrawn stories: their files leave with the story, unless another page for readers shows them (CONVENTIONS I9).

A web server, a bucket or a cache hands files out without asking anybody, so what is to be gone is deleted. The desk goes on seeing such
a photo at addresses that no reader was told, and a story that shows it again tells those.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef

from . import body, rendition_work
from .models import Article, Newsroom, Page, Photo, PhotoUse, Step


def follow_withdrawal(sender, instance, created, using, **kwargs):
    """Take the photos of a story along when it is withdrawn, in the same transaction; their files go after the commit."""
    if created and instance.verb == Step.Verb.WITHDRAW:
        withhold(instance.article.photo_uses.using(using).shown(), using=using)


def follow_use(sender, instance, using, **kwargs):
    """When a published story lets go of a photo that a withdrawn one had, look at it once more."""
    if instance.working_copy_id is None and Article.objects.using(using).published().filter(pk=instance.article_id):
        # After the commit: a story that is being saved may show the photo elsewhere in a moment.
        transaction.on_commit(lambda: _withhold_if_withdrawn(instance.photo_id, using), using=using, robust=True)


def _withhold_if_withdrawn(photo, using):
    withdrawn = PhotoUse.objects.using(using).shown().filter(photo=photo, article__status=Article.Status.WITHDRAWN)
    with transaction.atomic(using=using):
        withhold(withdrawn, using=using)


def withhold(uses, *, using):
    """Let the photos of *uses* that readers are shown nowhere else leave their addresses."""
    photos = Photo.objects.using(using).filter(pk__in=uses.values("photo"))
    # Of two stories that are withdrawn at once the later has to see that the earlier shows the photo no more.
    list(photos.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    hidden = unseen(photos)
    for photo in hidden:
        photo.leave_addresses()
    if hidden:
        transaction.on_commit(rendition_work.sweep_superseded, using=using, robust=True)
        rendition_work.worker.wake()


def unseen(photos):
    """Those of a queryset of photos that no page for readers shows now, as a list."""
    published = PhotoUse.objects.shown().filter(photo=OuterRef("pk"), article__in=Article.objects.published())
    found = list(
        photos.filter(~Exists(published), portrayed=None).exclude(
            pk__in=Newsroom.objects.exclude(logo=None).values("logo")
        )
    )
    # The pages of the site are few, and no row says which photos they show.
    on_pages = (
        set().union(*(body.references(html).photos for html in Page.objects.values_list("body", flat=True)))
        if found
        else ()
    )
    return [photo for photo in found if photo.pk not in on_pages]


def withhold_earlier(*, using="default"):
    """Withhold the photos of stories that were withdrawn before their files went along; those that left once are left alone."""
    withdrawn = PhotoUse.objects.using(using).shown().filter(article__status=Article.Status.WITHDRAWN)
    with transaction.atomic(using=using):
        withhold(withdrawn.filter(photo__address_salt=""), using=using)
