"""What else a tag is called: other names that lead to it, and the merges by which most of them came about."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager

from .taxonomy import Tag


class TagAliasQuerySet(models.QuerySet):
    def meanings(self, names):
        """The tags that *names* are other names of, however they are capitalised, as {name: tag}; in one query."""
        keys = {name: name.casefold() for name in names}
        known = (
            {alias.key: alias.tag for alias in self.filter(key__in=keys.values()).select_related("tag")}
            if keys
            else {}
        )
        return {name: known[key] for name, key in keys.items() if key in known}


class TagAlias(models.Model):
    """Another name of a tag: whoever types it gets the tag, and its old address leads to the tag's."""

    name = models.CharField(_("other name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, blank=True, allow_unicode=True, editable=False)
    key = models.CharField(max_length=200, unique=True, editable=False)
    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="aliases")

    objects = TagAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.key = self.name.casefold()
        self.slug = self.slug or self.tag.slugify(self.name)
        super().save(**kwargs)

    def clean(self):
        super().clean()
        self.name = " ".join(self.name.split())
        if Tag.objects.filter(name__iexact=self.name).exists():
            raise ValidationError({"name": _("“%(name)s” is a tag; merge the two instead.") % {"name": self.name}})
        other = TagAlias.objects.filter(key=self.name.casefold()).exclude(pk=self.pk).select_related("tag").first()
        if other:
            raise ValidationError(
                {"name": _("“%(name)s” is another name of “%(tag)s” already.") % {"name": self.name, "tag": other.tag}}
            )


class TagsByAnyName(_TaggableManager):
    """The tags of a story, to which one may add a tag by any of its names."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        meant = TagAlias.objects.meanings([tag for tag in tags if isinstance(tag, str)])
        return super()._to_tag_model_instances(
            [meant.get(tag, tag) if isinstance(tag, str) else tag for tag in tags], tag_kwargs
        )


class TagMerge(models.Model):
    """A tag that went into another, and what it takes to bring it back (articles/tagging.py).

    Tags are named by number, since either of them may be gone.
    """

    gone_number = models.BigIntegerField(editable=False)
    gone_name = models.CharField(_("merged tag"), max_length=100, editable=False)
    gone_slug = models.CharField(max_length=100, editable=False)
    gone_description = models.TextField(blank=True, editable=False)
    kept_number = models.BigIntegerField(editable=False)
    kept_name = models.CharField(_("into"), max_length=100, editable=False)
    # Numbers of stories: those that got the tag that stayed, and those that bore both.
    moved = models.JSONField(default=list, editable=False)
    doubled = models.JSONField(default=list, editable=False)
    # Other names of the merged tag, and old addresses that led to it; both went with it.
    names = models.JSONField(default=list, editable=False)
    addresses = models.JSONField(default=list, editable=False)
    stories = models.PositiveIntegerField(_("stories"), default=0, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("undone by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("tag merge")
        verbose_name_plural = _("tag merges")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.gone_name} → {self.kept_name}"
