"""The preview beside the story form: what readers would see of the text as it is typed, or as it was saved.

A preview asks for a login, whatever the story's state. The one deliberate exception is a secret link, which somebody who may edit
the story makes for a source or a lawyer, which ends by itself, and which dies when the story is published.
"""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from .. import drafting, previews, roles
from ..models import Article, PreviewLink, Revision, revision
from .story_form import LineFormSet

MOST_LINKS = 20  # that one story may have at a time
LIFETIMES = {
    "1": _("1 hour"),
    "24": _("1 day"),
    "72": _("3 days"),
    "168": _("7 days"),
}


class PreviewLinkForm(forms.Form):
    """How long a secret link is to live, in hours."""

    lifetime = forms.ChoiceField(label=_("It works for"), choices=LIFETIMES.items(), initial="24")


class Preview(admin.ModelAdmin):
    """The addresses of the preview, and of the secret links of a story."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        preview = wrap(xframe_options_sameorigin(require_http_methods(["GET", "HEAD", "POST"])(self.preview)))
        links = wrap(require_POST(self.change_preview_links))
        return [
            path("preview/", preview, name="articles_article_preview_new"),
            path("<int:number>/preview/", preview, name="articles_article_preview"),
            path("<int:number>/preview-links/", links, name="articles_article_preview_links"),
            *super().get_urls(),
        ]

    def preview(self, request, number=None):
        """The readers' page of a story: as it was saved, or as the posted form has it. Nothing is stored."""
        story = Article(pk=0) if number is None else get_object_or_404(Article.objects.for_page(), pk=number)
        if story.binned_at:
            raise Http404
        if not self._may_preview(request, story):
            raise PermissionDenied
        if request.method == "POST":
            story = self._as_typed(request, story)
        elif drafting.has_unpublished_changes(story):
            story = drafting.shown_at_desk(story)
        return TemplateResponse(request, "articles/article.html", previews.context(story), headers=previews.HEADERS)

    def _may_preview(self, request, story):
        if not story.pk:
            return self.has_add_permission(request)
        if request.method == "POST":
            return self.has_change_permission(request, story)
        return self.has_view_permission(request, story)

    def _as_typed(self, request, story):
        """The story as the posted form has it; what cannot be read there is as it was."""
        known = story if story.pk else None
        if known is None:
            story.started_from = Revision(article=story, snapshot=revision.take(story))
        form = self.get_form(request, known, change=bool(known))(request.POST, instance=story)
        form.is_valid()
        formsets = [
            formset(**self.get_formset_kwargs(request, story, inline, formset.get_default_prefix()))
            for formset, inline in self.get_formsets_with_inlines(request, known)
            if issubclass(formset, LineFormSet)
        ]
        for formset in formsets:
            formset.is_valid()
        return revision.shown(story, form.snapshot(formsets))

    # Secret links

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        context |= self.preview_links(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def change_preview_links(self, request, number):
        """Make a secret link or revoke one, then go back to the form; a script gets the list alone."""
        story = get_object_or_404(Article, pk=number)
        if not roles.may_edit(request.user, story):
            raise PermissionDenied
        made = ""
        if revoked := request.POST.get("revoke"):
            refusal = self._revoke(request, story, revoked)
        else:
            made, refusal = self._make(request, story)
        if "X-Fragment" in request.headers:
            context = {**self.preview_links(request, story), "made": made, "refusal": refusal}
            return TemplateResponse(request, "admin/articles/article/_preview_links.html", context)
        if made:
            text = _("The secret link, which is shown only now: {}")
            self.message_user(request, format_html(text, format_html("<code>{}</code>", made)))
        if refusal:
            self.message_user(request, refusal, "error")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[number]))

    def preview_links(self, request, story):
        """What the story form shows of its secret links; nothing for a story that cannot have any."""
        if not (story and story.pk and PreviewLink.fits(story) and roles.may_edit(request.user, story)):
            return {}
        links = story.preview_links.filter(expires_at__gt=timezone.now()).select_related("by")[:MOST_LINKS]
        return {"original": story, "preview_links": list(links), "preview_link_form": PreviewLinkForm()}

    def _make(self, request, story):
        """The address of a new link and "", or "" and the sentence that tells why there is none."""
        if not PreviewLink.fits(story):
            return "", _("A secret link opens a story only until it is published, and not from the bin.")
        story.preview_links.filter(expires_at__lte=timezone.now()).delete()
        if story.preview_links.count() >= MOST_LINKS:
            return "", _("This story has very many secret links already: revoke one first.")
        form = PreviewLinkForm(request.POST)
        if not form.is_valid():
            return "", _("Choose for how long the link is to work.")
        lifetime = timedelta(hours=int(form.cleaned_data["lifetime"]))
        address = PreviewLink.make(story, by=request.user, lifetime=lifetime)
        until = date_format(timezone.localtime(timezone.now() + lifetime), "j F Y, H:i")
        self.log_change(request, story, _("Secret link made, until %(moment)s") % {"moment": until})
        return request.build_absolute_uri(address), ""

    def _revoke(self, request, story, number):
        """Kill a link of the story; returns why that was not possible, or an empty text."""
        if not number.isdecimal() or not story.preview_links.filter(pk=number).delete()[0]:
            return _("That link is gone already.")
        self.log_change(request, story, _("Secret link revoked"))
        return ""
