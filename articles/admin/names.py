"""What the fields of a story and their values are called where two versions stand side by side."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .. import body, comparison
from ..models import Article, Author, Byline, GalleryPhoto, Photo, Section, revision


def field_name(field):
    """The field's label on the form."""
    if field == "bylines":
        return str(capfirst(Byline._meta.verbose_name_plural))
    if field == "gallery":
        return str(capfirst(GalleryPhoto._meta.verbose_name_plural))
    return str(capfirst(Article._meta.get_field(field).verbose_name))


def compared(old, new):
    """What differs between two snapshots, as a list of (label, comparison.FieldChange); one query for each kind of row."""
    names = Names(old, new)
    return [(field_name(change.field), change) for change in comparison.compare(old, new, names)]


class Names:
    """Names for the values of snapshots, as articles/comparison.py asks for them; each kind of row is fetched once."""

    def __init__(self, *snapshots):
        referred = [body.references(snapshot.get("body") or "") for snapshot in snapshots]
        photos = {snapshot.get("lead_photo") for snapshot in snapshots}.union(*(found.photos for found in referred))
        photos.update(line[0] for snapshot in snapshots for line in snapshot.get("gallery") or ())
        articles = set().union(*(found.articles for found in referred))
        authors = {author for snapshot in snapshots for author, _role in snapshot.get("bylines") or ()}
        sections = {snapshot.get("section") for snapshot in snapshots}
        self.photos = _titles(Photo, "title", photos)
        self.sections = _titles(Section, "name", sections)
        self.authors = _titles(Author, "name", authors)
        articles |= {snapshot.get("verifies") for snapshot in snapshots}
        self.articles = _titles(Article, "headline", articles)

    def __call__(self, field, value):
        match field:
            case "section":
                return self.sections.get(value) or _("deleted")
            case "lead_photo" | "data-photo":
                return self.photos.get(int(value)) or _("deleted photo")
            case "data-article" | "verifies":
                return self.articles.get(int(value)) or _("deleted story")
            case "bylines" | "gallery":
                return self._line(field, *value)
            case "label" | "ai_use":
                return str(dict(Article._meta.get_field(field).flatchoices)[value])
            case "is_unverified" | "involves_child":
                return _("Yes") if value else _("No")
            case "published_at" | "updated_at":
                return date_format(timezone.localtime(revision.as_instant(value)), "j F Y, H:i:s T")
        return str(value)

    def _line(self, field, number, *texts):
        if field == "bylines":
            return f"{self.authors.get(number) or _('deleted')} ({Byline.Role(texts[0]).label})"
        title = self.photos.get(number) or _("deleted photo")
        return ": ".join(filter(None, [title, " / ".join(filter(None, texts))]))


def _titles(model, field, numbers):
    numbers = {number for number in numbers if number}
    return dict(model.objects.filter(pk__in=numbers).values_list("pk", field)) if numbers else {}
