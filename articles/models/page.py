"""Page: what the site says of itself, such as Redaksi or Pedoman Media Siber (CONVENTIONS I1, I13, T1)."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import body
from .article import Article, BodyField
from .photo import Photo

# The pages that every footer leads to; each has an address of its own, and none can be deleted.
OF_EVERY_FOOTER = ("redaksi", "pedoman-media-siber", "tentang-kami", "kontak", "kebijakan-privasi")


class Page(models.Model):
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("slug"), max_length=60, unique=True, help_text=_("The last word of its address: /halaman/<slug>/.")
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    body = BodyField(_("body"), blank=True)
    modified_at = models.DateTimeField(_("last saved"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("page of the site")
        verbose_name_plural = _("pages of the site")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        self.modified_at = timezone.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "modified_at"}
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse(self.slug) if self.is_of_every_footer else reverse("page", args=[self.slug])

    @property
    def is_of_every_footer(self):
        return self.slug in OF_EVERY_FOOTER

    def rendered_body(self):
        """The body as readers get it; one query for each kind of reference that it has."""
        wanted = body.references(self.body)
        photos = Photo.objects.in_bulk(wanted.photos) if wanted.photos else {}
        related = Article.objects.published().for_cards().in_bulk(wanted.articles) if wanted.articles else {}
        return body.render(self.body, photos=photos, related=related)
