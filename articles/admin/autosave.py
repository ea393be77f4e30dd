"""Autosave: what is typed into a story's form is kept beside the story, and offered when the form is opened again.

One row for a person and a form is written over in place; it is no revision and never touches the story. An explicit save
deletes it, and tells the browser through a cookie that its own copy may go too.
"""

import datetime
import json
import re
import secrets

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import roles
from ..models import Article, Autosave, Presence
from . import lost_session, unsaved_text
from .unsaved_text import Unsaved

TOKEN = "_form"  # noqa: S105 - the name of a hidden field: chance that tells one opening of the form from another
RESTORE = "_restore"
SAVED_COOKIE = "desk_saved"
FORM = re.compile(r"[a-z0-9]{8,40}")
LARGEST = 2 * 1024 * 1024  # bytes
LIFETIME = datetime.timedelta(days=30)
OFFERS = 5


class Refused(Exception):
    """What was sent cannot be kept; the text is for the person who typed."""

    def __init__(self, text, status=400):
        super().__init__(text)
        self.status = status


class Unjudged:
    """A form that shows what was typed without finding fault with it, and is never saved."""

    def full_clean(self):
        self._errors, self.cleaned_data = ErrorDict(), {}

    def is_valid(self):
        return False


def keep(user, article, form, fields):
    """Write over what *user* has typed into the form with the token *form*; *article* is None for a new story."""
    base = unsaved_text.base_of(article, (fields.get("base") or [""])[0])
    row = Autosave(user=user, form=form, article=article, fields=fields, base=base)
    Autosave.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["user", "form"], update_fields=["article", "fields", "base", "at"]
    )
    return row


def forget(user, form):
    """Delete what was typed into a form, once it is saved or not wanted, and what everybody left behind long ago."""
    Autosave.objects.filter(Q(user=user, form=form) | Q(at__lt=timezone.now() - LIFETIME)).delete()


class KeepsUnsavedText(admin.ModelAdmin):
    """The part of the story's admin that keeps and offers what was not saved."""

    def get_urls(self):
        views = [
            ("autosave", require_POST(self.autosave)),
            ("unsaved", require_POST(self.compare_copies)),
            ("unsaved/discard", require_POST(self.discard)),
            ("session", require_safe(self.session)),
        ]
        own = [
            path(f"{route}/", self.admin_site.admin_view(view), name=f"articles_article_{route.replace('/', '_')}")
            for route, view in views
        ]
        urls = super().get_urls()
        for url in urls:
            if url.name in lost_session.FORMS:
                url.callback = lost_session.keeping_text(self.admin_site, url.callback)
        return [*own, *urls]

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        form = token_of(request.POST)
        if request.method == "POST" and RESTORE in request.POST:
            request.POST = self._restored(request)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        is_saved = request.method == "POST" and response.status_code == 302 and form
        if is_saved and response.url != reverse("admin:index"):  # where Django leads from a story that is no more
            forget(request.user, form)
            self._tell_browser(request, response, form)
        return response

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002
        form = super().get_form(request, obj, change, **kwargs)
        return type(form)(form.__name__, (Unjudged, form), {}) if RESTORE in request.POST else form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        is_restored = RESTORE in request.POST
        if is_restored:
            _excuse(context)
            self.message_user(
                request, _("What you had typed is in the form again. It is not saved yet."), messages.WARNING
            )
        offers = self._offers(request, obj) if request.method == "GET" else []
        context["unsaved"] = {
            "token": token_of(request.POST) or secrets.token_hex(10),
            "token_field": TOKEN,
            "is_dirty": request.method == "POST",
            "offers": offers,
            "may_restore": obj is None or self.has_change_permission(request, obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _restored(self, request):
        """The data of the form that is to be filled: a kept row of this person, or what their browser has sent."""
        asked = request.POST[RESTORE]
        if not asked.isdecimal() or "headline" in request.POST:
            return request.POST
        row = get_object_or_404(Autosave, pk=asked[:18], user=request.user)
        data = unsaved_text.as_data(row.fields)
        data[TOKEN], data[RESTORE] = row.form, "1"
        return data

    def _tell_browser(self, request, response, form):
        saved = [*request.COOKIES.get(SAVED_COOKIE, "").split("."), form]
        known = [token for token in saved if FORM.fullmatch(token)][-20:]
        response.set_cookie(
            SAVED_COOKIE,
            ".".join(known),
            path=reverse("admin:index"),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )

    # What is offered

    def _offers(self, request, article):
        rows = Autosave.objects.filter(user=request.user, article=article).select_related("base").order_by("-at")
        rows = list(rows[:OFFERS])
        if not rows:
            return []
        newest = _newest(article)
        open_tabs = set()
        if article:
            alive = Presence.objects.filter(article=article, seen_at__gt=timezone.now() - Presence.LIFETIME)
            open_tabs = set(alive.values_list("tab", flat=True))
        offers = []
        for row in rows:
            if changes := unsaved_text.changes(article, row.fields, row.base, newest):
                newer = newest if row.base and newest.pk != row.base_id else None
                offers.append(Unsaved(row.form, row.at, changes, newer, row.pk, row.form in open_tabs))
        return offers

    # What the form's scripts ask

    def autosave(self, request):
        """Keep what is in a form now; `fields` of null takes back what was kept."""
        try:
            sent = _sent(request)
            form, fields = sent.get("form"), sent.get("fields")
            if not isinstance(form, str) or not FORM.fullmatch(form):
                raise Refused(_("This form cannot be kept; reload it."))
            if fields is None:
                forget(request.user, form)
                return JsonResponse({"at": None})
            if not unsaved_text.is_form(fields):
                raise Refused(_("This form cannot be kept; reload it."))
            row = keep(request.user, self._story_to_edit(request, sent.get("article")), form, fields)
        except Refused as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        return JsonResponse({"at": time_format(timezone.localtime(row.at), "H.i")})

    def _story_to_edit(self, request, number):
        if number is None:
            if self.has_add_permission(request):
                return None
        elif isinstance(number, int) and 0 < number < 2**63:
            article = Article.objects.filter(pk=number).only("status", "created_by", "binned_at").first()
            if article and article.binned_at is None and roles.may_edit(request.user, article):
                return article
        raise Refused(_("You may not change this story any more; copy your text from here."), 403)

    def compare_copies(self, request):
        """What the copies in somebody's browser would change: {form: HTML}, empty for one that has nothing new."""
        try:
            sent = _sent(request)
            copies = sent.get("copies")
            if not isinstance(copies, list):
                raise Refused(_("This form cannot be kept; reload it."))
        except Refused as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=sent["article"]) if isinstance(sent.get("article"), int) else None
        may_restore = self.has_add_permission(request) if article is None else roles.may_edit(request.user, article)
        newest = _newest(article)
        offers = {}
        for copy in copies[:OFFERS]:
            if not isinstance(copy, dict) or not unsaved_text.is_form(copy.get("fields")):
                continue
            base = unsaved_text.base_of(article, (copy["fields"].get("base") or [""])[0])
            changes = unsaved_text.changes(article, copy["fields"], base, newest)
            newer = newest if base and newest.pk != base.pk else None
            offer = Unsaved(str(copy.get("form")), _moment(copy.get("at")), changes, newer)
            context = {"offer": offer, "may_restore": may_restore}
            template = "admin/articles/article/_unsaved_offer.html"
            offers[offer.form] = render_to_string(template, context, request) if changes else ""
        return JsonResponse({"offers": offers})

    def discard(self, request):
        """The button under an offer, without a script."""
        form, story = token_of(request.POST), request.POST.get("story", "")
        if form:
            forget(request.user, form)
            self.message_user(request, _("The unsaved text was discarded."))
        if story.isdecimal():
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story]))
        return HttpResponseRedirect(reverse("admin:articles_article_add"))

    def session(self, request):
        """Who is logged in here, and a token that a form may be sent with; a redirect tells that nobody is."""
        return JsonResponse({"user": request.user.pk, "csrf": get_token(request)})


def token_of(data):
    """The token of the form that was sent, or an empty text."""
    token = data.get(TOKEN, "")
    return token if FORM.fullmatch(token) else ""


def _sent(request):
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise Refused(_("This text is too long to be kept while you type (2 MB). Save it."), 413)
    try:
        sent = json.loads(request.body)
    except ValueError as error:
        raise Refused(_("This form cannot be kept; reload it.")) from error
    if not isinstance(sent, dict):
        raise Refused(_("This form cannot be kept; reload it."))
    return sent


def _newest(article):
    return article.revisions.select_related("by").order_by("-id").first() if article else None


def _moment(milliseconds):
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 10**13:
        return None
    return datetime.datetime.fromtimestamp(milliseconds / 1000, tz=timezone.get_current_timezone())


def _excuse(context):
    """Show a form that was filled by us without the faults that its formsets found."""
    for inline in context["inline_admin_formsets"]:
        inline.formset._errors = [ErrorDict() for _form in inline.formset.forms]
        inline.formset._non_form_errors = ErrorList()
        for form in inline.formset.forms:
            form._errors = ErrorDict()
    context["errors"] = []
