"""What the desk types with: moments in the site's zone, tags, the body."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media, Script

from .. import body, embeds
from ..models import Article, Tag, TagAlias


class LineInput(forms.Textarea):
    """One line of text that shows whole however long it is: a headline, a deck. Line breaks become spaces."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 1, "cols": 60, "class": "line-input", **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.split()) if value else value


class MomentInput(forms.DateTimeInput):
    """A native picker of day and minute, with the site's zone beside it.

    The format is fixed, since browsers drop what is not ISO (CONVENTIONS I19).
    """

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")

    def render(self, name, value, attrs=None, renderer=None):
        moment = super().render(name, value, attrs, renderer)
        return format_html('<span class="moment">{} {}</span>', moment, timezone.localtime().tzname())


class MomentField(forms.DateTimeField):
    """A time to the minute. One that is posted as it was shown has not changed, whatever its seconds are."""

    widget = MomentInput

    def has_changed(self, initial, data):
        return super().has_changed(self._to_the_minute(initial), data)

    def _to_the_minute(self, initial):
        moment = self.to_python(initial)
        return moment and moment.replace(second=0, microsecond=0)


class DeskForm(forms.ModelForm):
    """A form in which a moment that nobody touched keeps its seconds when the rest is saved."""

    def clean(self):
        values = super().clean()
        values = self.cleaned_data if values is None else values
        for name, field in self.fields.items():
            # A new row has no moment yet: what its form proposed stands.
            is_kept = name in values and name in self.initial and name not in self.changed_data
            if isinstance(field, MomentField) and is_kept:
                values[name] = self.initial[name]
        return values


class SectionField(forms.ModelChoiceField):
    """A section or a part of one, which is named after it."""

    def label_from_instance(self, section):
        return f"{section.parent} › {section}" if section.parent else str(section)


class TagsInput(AutocompleteMixin, forms.SelectMultiple):
    """Tags by name, on the admin's own select2: suggests what exists, takes what is new, a comma ends a tag."""

    def __init__(self, attrs=None):
        typing = {"data-tags": "true", "data-token-separators": '[","]'}
        super().__init__(Article._meta.get_field("tags"), admin.site, attrs={**typing, **(attrs or {})})

    def get_url(self):
        return reverse("admin:articles_tag_names")

    def format_value(self, value):
        if isinstance(value, str):
            value = value.split(",")
        return [str(tag) for tag in value or [] if str(tag).strip()]

    def optgroups(self, name, value, attrs=None):
        options = [self.create_option(name, tag, tag, selected=True, index=index) for index, tag in enumerate(value)]
        return [(None, options, 0)]


class TagsField(forms.Field):
    """A list of tag names, each once however it is capitalised; what names an existing tag is that tag."""

    widget = TagsInput

    def __init__(self, **options):
        super().__init__(**{**options, "help_text": _("A comma ends a tag; existing ones are suggested.")})

    def to_python(self, value):
        names = [part for text in value or [] for part in str(text).split(",")]
        names = [" ".join(name.split()) for name in names]
        return list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]

    def validate(self, value):
        super().validate(value)
        longest = Tag._meta.get_field("name").max_length
        for name in value:
            if len(name) > longest:
                raise forms.ValidationError(_("The tag “%(name)s” is too long."), params={"name": name})

    def clean(self, value):
        """As it was typed, but for other names of tags, which become the tags' own."""
        names = super().clean(value)
        meant = TagAlias.objects.meanings(names)
        return list(dict.fromkeys(meant[name].name if name in meant else name for name in names))

    def has_changed(self, initial, data):
        before = {str(tag).casefold() for tag in initial or []}
        return before != {name.casefold() for name in self.to_python(data)}


class BodyEditor(AdminProseEditorWidget):
    """The body editor: the toolbar follows body.EXTENSIONS, the dialogs search photos and stories on the desk."""

    TOOLBAR = [
        {"group": "blockType -lists", "type": "dropdown", "minItems": 2},
        {"group": "marks"},
        {"group": "link"},
        {"group": "lists"},
        {"group": "nodes -blockType -lists"},
        {"group": "newsroom"},
        {"group": "table"},
        {"group": "history"},
    ]
    EXTENSIONS = body.EXTENSIONS | {
        "Menu": {"groups": TOOLBAR},
        "OrderedList": {"enableListAttributes": False},
        "PlainMarkup": True,
        "InternalLink": True,
        "Link": body.EXTENSIONS["Link"] | {"source": reverse_lazy("admin:articles_article_picker")},
        "InlinePhoto": {
            "source": reverse_lazy("admin:articles_photo_picker"),
            "upload": reverse_lazy("admin:articles_photo_upload"),
        },
        "RelatedStory": {"source": reverse_lazy("admin:articles_article_picker")},
        "Embed": {
            "providers": [
                [name, hosts.split(), [pattern for pattern, *_targets in forms]]
                for name, hosts, forms in embeds.PROVIDERS
            ]
        },
    }
    MODULES = ImportMap({f"newsroom/{name}": f"editor/{name}.js" for name in ("picker", "photo-upload")})

    def __init__(self, attrs=None):
        attrs = {"data-words-a-minute": body.WORDS_A_MINUTE, **(attrs or {})}
        super().__init__(attrs, config={"extensions": self.EXTENSIONS}, preset="configurable")

    @property
    def media(self):
        listener = Script("admin-desk/body-editor.js", type="module")  # before the editor, whose start it waits for
        return Media(importmap=self.MODULES, js=[listener]) + super().media
