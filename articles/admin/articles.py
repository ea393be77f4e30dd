"""The story: its list, its form in an editor's order of work, its preview."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from taggit.managers import TaggableManager

from .. import dates, roles, search
from ..models import Article, Byline, Correction, QuotedSource, Section
from ..models.workflow import DECK_LENGTH, HEADLINE_LENGTH
from . import corrections, sources, workflow
from .assignment import Assignment
from .autosave import KeepsUnsavedText
from .bin import Bin
from .body_editor import WritesBodies
from .comments import Conversation
from .corrections import CorrectionInline
from .gallery import GalleryInline
from .hints import TellsHints
from .listing import DeskAdmin, MineFilter, ShownState, StateFilter, StoryList, TodayFilter
from .photos import thumbnail
from .presence import ShowsPresence
from .preview import Preview
from .readings import ShowsReadings
from .revisions import Revisions
from .saving import ChangesFilter, SavesRevisions, changes_badge
from .sources import QuotedSourceInline
from .story_form import ArticleForm, BylineForm, BylineFormSet
from .widgets import BodyEditor, LineInput, SectionField, TagsField

NOTES_TO_READERS = ["label", "is_unverified", "verifies", "ai_use", "ai_tool", "ai_note"]
# The prefixes of the forms that a page which was opened earlier may not have.
OPTIONAL_FORMS = {GalleryInline: "gallery", CorrectionInline: "corrections", QuotedSourceInline: "quoted_sources"}
KEPT_BY = {Correction: corrections.keep, QuotedSource: sources.keep}


class BylineInline(admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ["position", "author", "role"]
    ordering = ["position", "id"]
    autocomplete_fields = ["author"]

    def get_extra(self, request, obj=None, **kwargs):
        if obj is None:
            return 1
        return len(self.initial(obj.started_from.snapshot)) if hasattr(obj, "started_from") else 0

    def initial(self, snapshot):
        """What the empty lines show of a snapshot."""
        return [
            {"position": position, "author": author, "role": role}
            for position, (author, role) in enumerate(snapshot["bylines"])
        ]


@admin.register(Article)
class ArticleAdmin(
    KeepsUnsavedText,
    ShowsPresence,
    Bin,
    Assignment,
    Conversation,
    Preview,
    ShowsReadings,
    TellsHints,
    SavesRevisions,
    Revisions,
    workflow.WorkflowActions,
    WritesBodies,
    DeskAdmin,
):
    form = ArticleForm
    formfield_overrides = DeskAdmin.formfield_overrides | {TaggableManager: {"form_class": TagsField}}
    widgets = {
        "headline": LineInput({"data-soft-limit": HEADLINE_LENGTH}),
        "deck": LineInput({"data-soft-limit": DECK_LENGTH}),
        "body": BodyEditor,
    }
    autocomplete_fields = ["lead_photo", "verifies"]
    inlines = [BylineInline, GalleryInline, QuotedSourceInline, CorrectionInline]
    view_on_site = False  # the form's own links say which page they lead to

    list_display = ["picture", "headline", "state", "section", "names", "assigned", "publication", "saved"]
    list_display_links = ["headline"]
    list_select_related = ["section", "lead_photo", "working_copy", "assigned_editor"]
    list_filter = [StateFilter, ChangesFilter, "section", "label", MineFilter, TodayFilter]
    actions = [*workflow.WorkflowActions.actions, *Bin.actions]
    search_fields = ["headline"]  # what is searched is told by get_search_results
    search_help_text = _("Words of the story, “a phrase”, or the number of a story; a minus leaves a word out.")
    ordering = ["-modified_at", "-id"]
    sortable_by = ["saved"]

    # The list

    def get_changelist(self, request, **kwargs):
        return StoryList

    def get_search_results(self, request, queryset, search_term):
        """Stories in every state, by number or by the words of headline, deck, body, tags, bylines and captions."""
        queryset, _distinct = super().get_search_results(request, queryset, "")
        if search_term.isdecimal() and len(search_term) < 19:
            queryset = queryset.filter(pk=search_term)
        elif search_term.strip():
            section = request.GET.get("section__id__exact", "")
            terms = [f"#s{section}"] if section.isdecimal() else []
            queryset = queryset.filter(pk__in=search.at_desk(search_term, terms=terms))
        return queryset, False

    @admin.display(description=_("photo"))
    def picture(self, article):
        return thumbnail(article.lead_photo)

    @admin.display(description=_("status"))
    def state(self, article):
        return format_html("{} {}", ShownState.of(article).badge, changes_badge(article))

    @admin.display(description=_("authors"))
    def names(self, article):
        return ", ".join(line.author.name for line in article.bylines.all())

    @admin.display(description=_("publication time"))
    def publication(self, article):
        return _short(article.published_at)

    @admin.display(description=_("last saved"), ordering="modified_at")
    def saved(self, article):
        return _short(article.modified_at)

    # Who may

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return roles.may_edit(request.user, obj)

    # The form

    def get_fieldsets(self, request, obj=None):
        body = "body" if obj is None or self.has_change_permission(request, obj) else "body_as_read"
        publication = ["published_at", "updated_at", "slug", self.assignment(request)]
        if obj and obj.is_published and self.has_change_permission(request, obj):
            publication.insert(0, "substantive_update")
        return [
            (None, {"fields": ["headline", "deck", "section"], "classes": ["desk-title"]}),
            (None, {"fields": ["dateline", body], "classes": ["desk-body"]}),
            (_("Lead photo"), {"fields": ["lead_photo", "lead_caption", "lead_alt_text"]}),
            (_("Tags"), {"fields": ["tags"]}),
            (_("Publication"), {"fields": publication, "classes": ["desk-side"]}),
            (_("Notes to readers"), {"fields": NOTES_TO_READERS, "classes": ["desk-side"]}),
            (_("Child protection"), {"fields": ["involves_child", "child_checklist"], "classes": ["desk-side"]}),
        ]

    def get_inlines(self, request, obj):
        """Corrections stand on what was published; a page that was opened before a form came to it is saved without it."""
        seen = obj and obj.status in (Article.Status.APPROVED, Article.Status.WITHDRAWN)
        inlines = [inline for inline in self.inlines if seen or inline is not CorrectionInline]
        if request.method != "POST":
            return inlines
        asked = (OPTIONAL_FORMS.get(inline) for inline in inlines)
        return [
            inline
            for inline, prefix in zip(inlines, asked, strict=True)
            if prefix is None or f"{prefix}-TOTAL_FORMS" in request.POST
        ]

    def save_formset(self, request, form, formset, change):
        if keep := KEPT_BY.get(formset.model):
            keep(formset, by=request.user)
        else:
            super().save_formset(request, form, formset, change)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """On an empty form the first byline proposes the person at the desk."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None)
        if isinstance(inline, BylineInline) and obj.pk is None and request.method == "GET" and author:
            options["initial"] = [{"author": author.pk}]
        return options

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if widget := self.widgets.get(db_field.name):
            kwargs["widget"] = widget
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "lead_photo":
            field.widget.widget.attrs["data-thumbnail"] = reverse("admin:articles_photo_thumbnail", args=[0])
        return field

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == "section":
            options |= {"form_class": SectionField, "queryset": Section.objects.in_order()}
        return super().formfield_for_foreignkey(db_field, request, **options)

    @admin.display(description=_("body"))
    def body_as_read(self, article):
        return format_html('<div class="body-as-read">{}</div>', article.rendered_body())

    def get_readonly_fields(self, request, obj=None):
        read = ["body_as_read"] if obj and not self.has_change_permission(request, obj) else []
        return [*super().get_readonly_fields(request, obj), *read]

    def get_object(self, request, object_id, from_field=None):
        """As Django's; a form that is being saved locks its story until it is."""
        if request.method == "POST" and from_field is None and object_id.isdecimal() and len(object_id) < 19:
            return self.get_queryset(request).select_for_update(of=("self",)).filter(pk=object_id).first()
        return super().get_object(request, object_id, from_field)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        context["workflow_buttons"] = workflow.buttons(request.user, obj or Article(created_by=request.user))
        context["approve_later"] = workflow.APPROVE_LATER
        context["shown_state"] = ShownState.of(obj) if obj else ShownState.DRAFT
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self.respond_to_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.respond_to_step(request, obj) or super().response_change(request, obj)

    # Beside the form

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("picker/", wrap(require_safe(self.picker)), name="articles_article_picker"),
            *super().get_urls(),
        ]

    def picker(self, request):
        """Published stories for the dialogs of “Baca juga” and of links: the newest, those that match `q`, or those numbered `id`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        stories = Article.objects.published().newest_first().select_related("section").defer("body")
        numbers = [int(number) for number in request.GET.getlist("id") if number.isdecimal() and len(number) < 19]
        wanted = request.GET.get("q", "").strip()
        if wanted.isdecimal() and len(wanted) < 19:
            numbers = numbers or [int(wanted)]
        if numbers:
            stories = stories.filter(pk__in=numbers[:100])
        elif wanted:
            stories = search.published_while_typing(wanted, limit=20)
        found = [
            {
                "id": story.pk,
                "title": story.headline,
                "detail": f"{story.section} · {_short(story.published_at)}",
                "address": story.get_absolute_url(),
            }
            for story in stories[: len(numbers) or 20]
        ]
        return JsonResponse({"results": found})


def _short(moment):
    """Day and time, with the year where it is another one; "" for none."""
    if not moment:
        return ""
    moment = timezone.localtime(moment)
    return date_format(moment, "j M, H:i" if moment.year == dates.today().year else "j M Y, H:i")
