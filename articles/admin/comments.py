"""Comments on a story: the thread under its form, the people it can mention, the story's history."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from .. import conversation, history, roles
from ..models import Correction
from .names import field_name

SUGGESTED = 8


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Comment"))

    def clean_text(self):
        """A browser counts a line break as one character and sends two."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > conversation.LONGEST:
            raise forms.ValidationError(
                ngettext_lazy(
                    "A comment has at most %(count)d character.",
                    "A comment has at most %(count)d characters.",
                    conversation.LONGEST,
                )
                % {"count": conversation.LONGEST}
            )
        return text


def name_of(user):
    return user.get_full_name() or user.get_username()


def matching(people, words):
    """The few of *people* whose name or user name begins with each of *words*."""
    for word in words.split()[:4]:
        people = people.filter(
            Q(username__istartswith=word) | Q(first_name__istartswith=word) | Q(last_name__istartswith=word)
        )
    return people[:SUGGESTED]


class StorySeen(admin.ModelAdmin):
    def story_seen_by(self, request, number):
        """The story with this number; 404 when there is none, 403 for those who may not see it."""
        story = super().get_object(request, number)
        if story is None:
            raise Http404
        if not self.has_view_permission(request, story):
            raise PermissionDenied
        return story


class Conversation(StorySeen):
    """What the desk says about a story, beside its form and in its history."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:number>/comment/", wrap(require_POST(self.comment)), name="articles_article_comment"),
            path("people/", wrap(require_safe(self.people)), name="articles_article_people"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        if obj and obj.pk:
            context |= self._thread(obj)
            conversation.see(obj, request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def comment(self, request, number):
        """Add a comment; answers with the thread alone to a script, else leads back to the story."""
        story = self.story_seen_by(request, str(number))
        form = CommentForm(request.POST)
        if story.binned_at:
            raise PermissionDenied
        if form.is_valid():
            conversation.say(story, form.cleaned_data["text"], by=request.user)
        else:
            [[error, *_others], *_fields] = form.errors.values()
            messages.error(request, error)
        if "X-Fragment" in request.headers:
            page = "admin/articles/article/_comments.html"
            context = self._thread(story) | {"original": story, "errors": list(messages.get_messages(request))}
            return render(request, page, context, status=200 if form.is_valid() else 400)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[number]) + "#comments")

    def people(self, request):
        """Who can be mentioned: a few accounts whose name begins with `q`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        people = matching(roles.people(), request.GET.get("q", "").strip())
        found = [{"username": person.get_username(), "name": name_of(person)} for person in people]
        return JsonResponse({"results": found})

    def history_view(self, request, object_id, extra_context=None):
        """Everything that anybody did with the story, the newest first; `sebelum` goes on from a cursor."""
        story = self.story_seen_by(request, object_id)
        before = request.GET.get("sebelum", "")
        try:
            page = history.of(story, before=before)
        except (ValueError, OverflowError) as error:
            raise Http404 from error
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History"),
            "opts": self.opts,
            "story": story,
            "entries": [(entry, [field_name(field) for field in entry.fields]) for entry in page.entries],
            "older": page.older,
            "before": before,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/articles/article/history.html", context)

    def save_formset(self, request, form, formset, change):
        """As Django's; a new correction bears the name of who wrote it."""
        for line in formset.forms:
            if isinstance(line.instance, Correction) and line.instance.pk is None:
                line.instance.by = request.user
        super().save_formset(request, form, formset, change)

    def _thread(self, story):
        comments = conversation.recent(story)
        return {
            "comments": comments,
            "has_older_comments": len(comments) == conversation.SHOWN,
            "longest_comment": conversation.LONGEST,
        }
