"""Saving the story form: each save is a revision, what others saved meanwhile is merged in, a clash asks.

Nothing that was typed is lost: what cannot be saved comes back, in the form, on the page of clashes, or on one to copy it from.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import comparison, drafting, roles
from ..models import Article, ChildCheck, PublicationRefused, Step, WorkingCopy, revision
from . import workflow
from .names import Names, field_name
from .revisions import is_number
from .story_form import LineFormSet

CHOICE = "choice-"  # the prefix of the choices on the page of clashes
CHOICES = {"mine": _("Keep mine"), "theirs": _("Keep theirs"), "both": _("Keep both, theirs first")}
# What a form sends besides what somebody typed.
MACHINERY = ("csrfmiddlewaretoken", "base", "_", "initial-", CHOICE)
# The list of stories with unpublished changes; a newsroom has a handful of them.
WORKING_COPIES = 500
READERS_VERSION = (Step.Verb.APPROVE, Step.Verb.PUBLISH_CHANGES)


class Clashing(Exception):
    """A save that somebody has to decide on; nothing was written."""

    def __init__(self, article, saved):
        self.article, self.saved = article, saved
        super().__init__(f"{len(saved.clashes)} clashes")


class ChangesFilter(admin.SimpleListFilter):
    title = _("changes")
    parameter_name = "changes"

    def lookups(self, request, model_admin):
        return [("1", _("With unpublished changes"))]

    def queryset(self, request, queryset):
        if self.value() != "1":
            return queryset
        # The few numbers are read first, so that the database never walks the archive to find them.
        newest = WorkingCopy.objects.order_by("-revision").values_list("pk", flat=True)
        return queryset.approved().filter(pk__in=list(newest[:WORKING_COPIES]))


def changes_badge(article):
    """A mark for a story whose changes readers do not see yet; its working copy was fetched with it."""
    if not article.is_published or not hasattr(article, "working_copy"):
        return ""
    return format_html('<span class="state state--changes">{}</span>', _("Unpublished changes"))


class SavesRevisions(admin.ModelAdmin):
    """The story's form, saved through articles/drafting.py."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            verb = workflow.asked_step(request.POST)
            if verb and not request.user.has_perm(roles.STEP_PERMISSIONS[verb]):
                raise PermissionDenied
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Clashing as clashing:
            return self._ask_about_clashes(request, clashing)
        except PublicationRefused as refused:
            # Once more from the top, with the reasons on the form: what was typed stays in it.
            request.refusals = refused.missing
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if request.method != "POST" or not self.has_view_permission(request):
                raise
            return self._give_back(request, object_id)

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002
        """As Django's; the story carries what its form starts from."""
        if obj and self.has_change_permission(request, obj):
            obj.refusals = getattr(request, "refusals", [])
            if request.method == "POST":
                number = request.POST.get("base", "")
                obj.started_from = drafting.started_from(obj, number if is_number(number) else None)
            else:
                obj.started_from = drafting.current(obj)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Bylines and gallery come from the text that the form started from, and have no rows of their own."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if issubclass(inline.formset, LineFormSet) and hasattr(obj, "started_from"):
            options["queryset"] = inline.model.objects.none()
            if request.method != "POST":
                options["initial"] = inline.initial(obj.started_from.snapshot)
        return options

    def save_model(self, request, obj, form, change):
        """Write a new story; the text of one that exists is kept below, with its bylines."""
        if not change:
            obj.created_by = request.user
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        article = form.instance
        if not change:
            super().save_related(request, form, formsets, change)
            self._tick(request, form)
            drafting.begin(article, by=request.user)
            return
        self._tick(request, form)
        mine = form.snapshot([formset for formset in formsets if isinstance(formset, LineFormSet)])
        saved = drafting.save(
            article, mine, base=article.started_from, by=request.user, choices=_choices(request.POST)
        )
        if saved.clashes:
            raise Clashing(article, saved)
        for formset in formsets:
            if not isinstance(formset, LineFormSet):
                self.save_formset(request, form, formset, change=change)
        self._tell_what_was_merged(request, article, saved)

    def _tick(self, request, form):
        """Keep the checklist before the text is judged by it; one that the story does not need is left as it is."""
        if form.cleaned_data.get("involves_child"):
            ChildCheck.tick(form.instance, form.cleaned_data["child_checklist"], by=request.user)

    def response_change(self, request, obj):
        if "_discard" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_discard", args=[obj.pk]))
        return super().response_change(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        if obj and obj.pk and drafting.has_unpublished_changes(obj):
            context["readers_version_of"] = _readers_version_of(obj)
            context["may_publish"] = Step.Verb.PUBLISH_CHANGES in roles.steps_open_to(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST":
            return self._give_back(request, object_id)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def _tell_what_was_merged(self, request, article, saved):
        if not saved.taken:
            return
        who = drafting.savers(article, saved.taken, since=article.started_from, until=saved.theirs)
        lines = (f"{_name(user)}: {', '.join(map(field_name, fields))}" for user, fields in who.items())
        text = _("Saved together with what others had saved meanwhile:")
        self.message_user(request, workflow.listed(text, lines), messages.INFO)

    def _ask_about_clashes(self, request, clashing):
        article, saved = clashing.article, clashing.saved
        fields = {clash.field for clash in saved.clashes.values()}
        who = drafting.savers(article, fields, since=article.started_from, until=saved.theirs)
        saver = {field: _name(user) for user, fields in who.items() for field in fields}
        names = Names(*({clash.field: text} for clash in saved.clashes.values() for text in _texts(clash)))
        chosen = _choices(request.POST)
        context = self._around(request, _("Two of you changed the same words"), article) | {
            "clashes": [
                ShownClash(key, clash, names, saver.get(clash.field, ""), chosen.get(key))
                for key, clash in saved.clashes.items()
            ],
            "typed": _posted(request.POST),
            "step": workflow.BUTTONS.get(workflow.asked_step(request.POST)),
        }
        return TemplateResponse(request, "admin/articles/article/clash.html", context)

    def _give_back(self, request, object_id):
        """What was typed, to copy: for somebody who may not save it any more, or whose story is gone."""
        typed = [
            (name, "\n".join(values))
            for name, values in request.POST.lists()
            if not name.startswith(MACHINERY) and "_FORMS" not in name and "".join(values).strip()
        ]
        context = self._around(request, _("This could not be saved")) | {
            "typed": [(_label(name), text) for name, text in typed],
            "article": Article.objects.filter(pk=object_id).first() if is_number(str(object_id)) else None,
        }
        return TemplateResponse(request, "admin/articles/article/kept_text.html", context, status=403)

    def _around(self, request, title, article=None):
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "article": article}


class ShownClash:
    """A clash as its page shows it: what both started from, mine, theirs, and what can be chosen."""

    def __init__(self, key, clash, names, saver, chosen):
        self.name, self.clash, self.names, self.saver, self.chosen = CHOICE + key, clash, names, saver, chosen

    @property
    def field(self):
        return field_name(self.clash.field)

    @property
    def choices(self):
        found = CHOICES if self.clash.place is not None else {key: CHOICES[key] for key in ("mine", "theirs")}
        return [(choice, label, choice == self.chosen) for choice, label in found.items()]

    @cached_property
    def base(self):
        return self._marked(self.clash.base)

    @cached_property
    def mine(self):
        return self._marked(self.clash.mine)

    @cached_property
    def theirs(self):
        return self._marked(self.clash.theirs)

    def _marked(self, value):
        """A version with what it added to the text that both started from."""
        field = self.clash.field
        found = comparison.compare({field: self.clash.base}, {field: value}, self.names)
        if not found:
            return comparison.shown(field, value, self.names)
        return format_html_join("", "{}", ((row.new,) for row in found[0].rows))


def _choices(data):
    return {name.removeprefix(CHOICE): data[name] for name in data if name.startswith(CHOICE)}


def _posted(data):
    """All that was posted, to be posted again."""
    dropped = ("csrfmiddlewaretoken", CHOICE)
    return [(name, value) for name, values in data.lists() if not name.startswith(dropped) for value in values]


def _texts(clash):
    return clash.base, clash.mine, clash.theirs


def _label(name):
    return field_name(name) if name in revision.SNAPSHOT_FIELDS else name


def _name(user):
    return (user.get_full_name() or user.get_username()) if user else gettext("somebody")


def _readers_version_of(article):
    """Since when readers see what they see, as it prints."""
    step = article.steps.filter(verb__in=READERS_VERSION).last()
    return date_format(timezone.localtime(step.at if step else article.published_at), "j F Y, H:i T")
