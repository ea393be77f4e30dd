"""What somebody typed and has not saved: fields of the form as a browser sends them, and what saving them would change."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from .. import body, comparison, merging
from ..models import Article, Byline, Correction, Revision, revision
from . import names
from .widgets import TagsField

MOST_LINES = 500
LINES = ("headline", "deck", "dateline")
TICKS = ("is_unverified", "involves_child")
CHOICES = {"label": Article.Label, "ai_use": Article.AiUse}
NEW_STORY = {"headline": "", "body": "", "tags": [], "bylines": [], "gallery": []}


@dataclass(frozen=True)
class Unsaved:
    """A text that is offered: `changes` are what it changes in the revision that it started from, `newer` what came since."""

    form: str
    at: object
    changes: list
    newer: Revision | None = None
    autosave: int | None = None
    is_open_elsewhere: bool = False

    @property
    def saver(self):
        """Who saved the newer revision."""
        user = self.newer and self.newer.by
        return (user.get_full_name() or user.get_username()) if user else "?"


def is_form(fields):
    """Whether *fields*, from outside, are {name: [values]}."""
    return isinstance(fields, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in fields.values()
    )


def as_data(fields):
    """The same as a form's data."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        if values:
            data.setlist(name, values)
    return data


def base_of(article, number):
    """The revision of this story numbered *number*, a text from outside, or None."""
    if article is None or not str(number or "").isdecimal() or len(str(number)) > 18:
        return None
    return article.revisions.filter(pk=number).first()


def changes(article, fields, base, newest):
    """What a save of *fields* would still change, as (label, FieldChange); empty when the desk has it all already.

    They are compared with the revision that they started from: what others saved since would be merged, not undone.
    """
    base = base or newest
    before = base.snapshot if base else NEW_STORY
    typed = as_snapshot(as_data(fields), before)
    merge = newest and merging.merge(before, typed, newest.snapshot)
    is_saved = merge and not merge.clashes and merge.snapshot == newest.snapshot
    found = [] if is_saved else names.compared(before, typed)
    return [*found, *_corrections(article, as_data(fields))]


def as_snapshot(data, before):
    """The story in *data* as a snapshot; whatever *data* does not have, or nobody touched, is as in *before*."""
    typed = {name: _text(name, data[name]) for name in revision.PLAIN_FIELDS if data.get(name)}
    typed |= {name: "" for name in revision.PLAIN_FIELDS if name in data and name != "slug" and not data[name]}
    typed |= {name: _number(data[name]) for name in revision.RELATED_FIELDS if name in data}
    typed |= {name: _instant(data[name], before.get(name)) for name in revision.INSTANT_FIELDS if name in data}
    if "headline" in data:
        # What sends nothing when it is empty.
        typed |= {name: name in data for name in TICKS}
        typed["tags"] = sorted(TagsField().to_python(data.getlist("tags")))
    if "bylines-TOTAL_FORMS" in data:
        typed["bylines"] = _bylines(data)
    if "gallery-TOTAL_FORMS" in data:
        typed["gallery"] = _gallery(data)
    return before | {name: value for name, value in typed.items() if not _same(value, before.get(name))}


def _text(name, value):
    if name == "body":
        return body.clean(value)
    if name in CHOICES and value not in CHOICES[name].values:
        return ""
    return " ".join(value.split()) if name in LINES else value.strip()


def _number(value):
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _instant(value, before):
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment and timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    text = revision.as_text(moment)
    # The form shows no seconds.
    return before if text and before and text[:16] == before[:16] else text


def _bylines(data):
    lines = _lines(data, "bylines", "author", ["role"])
    return [[author, role] for author, role in lines if role in Byline.Role.values]


def _gallery(data):
    return _lines(data, "gallery", "photo", ["caption", "alt_text"])


def _lines(data, formset, about, texts):
    """The lines of a formset in their order, each led by the number of what it is *about*."""
    lines = []
    for number in range(min(_number(data[f"{formset}-TOTAL_FORMS"]) or 0, MOST_LINES)):
        prefix = f"{formset}-{number}"
        key = _number(data.get(f"{prefix}-{about}", ""))
        if key and f"{prefix}-DELETE" not in data:
            line = [key, *(data.get(f"{prefix}-{text}", "").strip() for text in texts)]
            lines.append((_number(data.get(f"{prefix}-position", "")) or 0, number, line))
    return [line for _position, _number, line in sorted(lines)]


def _same(value, before):
    """Whether nobody typed anything: to a form empty and absent are one, and so are one kind of space and another."""
    if not value and not before:
        return True
    if (
        isinstance(value, list)
        and isinstance(before, list)
        and all(isinstance(item, str) for item in [*value, *before])
    ):
        return {item.casefold() for item in value} == {item.casefold() for item in before}
    if isinstance(value, str) and isinstance(before, str):
        return value.split() == before.split()
    return value == before


def _corrections(article, data):
    """Corrections that were typed below the story: they are no part of a snapshot."""
    typed = {}
    for number in range(min(_number(data.get("corrections-TOTAL_FORMS", "")) or 0, 100)):
        text = data.get(f"corrections-{number}-text", "").strip()
        typed[data.get(f"corrections-{number}-id") or f"+{number}"] = " ".join(text.split())
    if not typed or article is None:
        return []
    known = {str(pk): " ".join(text.split()) for pk, text in article.corrections.values_list("pk", "text")}
    new = [text for key, text in typed.items() if text and text != known.get(key)]
    rows = [comparison.Row(SafeString(), format_html("<ins>{}</ins>", text)) for text in new]
    return [(capfirst(Correction._meta.verbose_name), comparison.FieldChange("corrections", rows))] if rows else []
