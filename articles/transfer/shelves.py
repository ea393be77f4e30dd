"""The sections, authors and tags that stories of another system are filed under: found where the newsroom has them, else made."""

from urllib.parse import unquote

from django.utils.text import slugify

from ..models import Author, Imported, Section, Tag, TagAlias
from ..models.taxonomy import RESERVED_SLUGS


class Shelves:
    """Finds or makes each once; used within the transaction that files a story."""

    def __init__(self, source):
        self._source = source
        self._sections, self._authors, self._tags = {}, {}, {}

    def section(self, filed):
        """The Section of that slug, or with that name beside its siblings; a new one where there is none."""
        if filed.slug not in self._sections:
            parent = self.section(filed.parent) if filed.parent else None
            if parent and parent.parent_id:
                parent = parent.parent
            self._sections[filed.slug] = self._remembered(
                Imported.Kind.SECTION, filed.slug, Section, lambda: self._section(filed, parent)
            )
        return self._sections[filed.slug]

    def author(self, key, name):
        """The Author whom the other system knew by *key*, or who has that name; a new one where there is none."""
        if key not in self._authors:
            self._authors[key] = self._remembered(Imported.Kind.AUTHOR, key, Author, lambda: _author(name))
        return self._authors[key]

    def tag(self, filed):
        """The Tag of that name, by any of its names, or of that slug; a new one where there is none."""
        name = _fit(Tag, "name", filed.name)
        if name.casefold() not in self._tags:
            self._tags[name.casefold()] = _tag(name, filed)
        return self._tags[name.casefold()]

    def _remembered(self, kind, key, model, find):
        """The row that came in as *key*, whatever it is called by now; one that was deleted here is looked for anew."""
        key = key[:120]
        known = Imported.objects.filter(source=self._source, kind=kind, number=key).first()
        row = known and model.objects.filter(pk=known.row).first()
        if row is None:
            row = find()
            Imported.objects.update_or_create(source=self._source, kind=kind, number=key, defaults={"row": row.pk})
        return row

    def _section(self, filed, parent):
        name = _fit(Section, "name", filed.name)
        known = Section.objects.filter(slug=filed.slug).first()
        known = known or Section.objects.filter(name__iexact=name, parent=parent).first()
        if known:
            return known
        if parent and Section.objects.filter(name__iexact=name).exists():
            name = _fit(Section, "name", f"{name} {parent.name}")
        slug = slugify(unquote(filed.slug)) or slugify(name) or "kanal"
        slug = slug if slug not in RESERVED_SLUGS else f"kanal-{slug}"
        return Section.objects.create(
            name=_free(Section, "name", name, " "),
            slug=_free(Section, "slug", slug, "-"),
            parent=parent,
            description=_fit(Section, "description", filed.description),
            position=Section.objects.count(),
        )


def _author(name):
    name = _fit(Author, "name", name)
    namesakes = list(Author.objects.filter(name__iexact=name)[:2])
    if len(namesakes) == 1:
        return namesakes[0]
    return Author.objects.create(name=name, slug=_free(Author, "slug", slugify(name) or "penulis", "-"))


def _tag(name, filed):
    if meant := TagAlias.objects.meanings([name]):
        return meant[name]
    known = Tag.objects.filter(name__iexact=name).first() or Tag.objects.filter(slug=filed.slug).first()
    if known:
        return known
    slug = _free(Tag, "slug", slugify(unquote(filed.slug)) or slugify(name) or "tag", "-")
    return Tag.objects.create(name=name, slug=slug, description=filed.description)


def _fit(model, field, text):
    """*text* in the length of a field, cut at a word."""
    longest = model._meta.get_field(field).max_length
    return text if len(text) <= longest else text[: longest + 1].rpartition(" ")[0] or text[:longest]


def _free(model, field, text, joint):
    """*text*, or with the first number after it that nobody has: berita, berita-2, berita-3."""
    text = text[: model._meta.get_field(field).max_length - 4]
    number, found = 1, text
    while model.objects.filter(**{f"{field}__iexact": found}).exists():
        number += 1
        found = f"{text}{joint}{number}"
    return found
