"""The revisions of a story: the list, two of them side by side, one brought back; and what happens to unpublished changes."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import drafting, roles
from ..models import Article, PublicationRefused, Step, WorkflowError, WorkingCopy, revision
from . import workflow
from .names import compared, field_name

SIZE = 50


def is_number(text):
    """Whether *text* could be the number of a row."""
    return text.isdecimal() and len(text) < 19


class Revisions(admin.ModelAdmin):
    """What a story said after each save, for whoever may see it on the desk."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        of_story = "<int:number>/revisions/"
        return [
            path(of_story, wrap(require_safe(self.revisions_view)), name="articles_article_revisions"),
            path(f"{of_story}compare/", wrap(require_safe(self.compare_view)), name="articles_article_compare"),
            path(
                f"{of_story}<int:wanted>/restore/", wrap(self.restore_revision_view), name="articles_revision_restore"
            ),
            path("<int:number>/changes/", wrap(require_safe(self.changes_view)), name="articles_article_changes"),
            path("<int:number>/discard/", wrap(self.discard_view), name="articles_article_discard"),
            *super().get_urls(),
        ]

    def revisions_view(self, request, number):
        """The revisions, newest first; `before` goes on from the number of one."""
        story = self._story(request, number)
        found = story.revisions.for_list().order_by("-id")
        before = request.GET.get("before", "")
        if is_number(before):
            found = found.filter(pk__lt=before)
        found = list(found[: SIZE + 1])
        shown = [(saved, [field_name(field) for field in saved.changed]) for saved in found[:SIZE]]
        context = {
            "revisions": shown,
            "older": found[SIZE - 1].pk if len(found) > SIZE else None,
            "is_newest_page": not before,
            "may_restore": self.has_change_permission(request, story),
        }
        return self._page(request, story, "revisions", _("Revisions"), context)

    def compare_view(self, request, number):
        """Two revisions side by side, whichever was named first; with `new` alone, that one and what it changed."""
        story = self._story(request, number)
        new = self._revision(story, request.GET.get("new", ""))
        if request.GET.get("old"):
            old, new = sorted([self._revision(story, request.GET["old"]), new], key=lambda saved: saved.pk)
        else:
            old = story.revisions.filter(pk__lt=new.pk).select_related("by").order_by("-id").first()
        context = {
            "old": old,
            "new": new,
            "changes": compared(old.snapshot if old else {}, new.snapshot),
            "may_restore": self.has_change_permission(request, story),
        }
        return self._page(request, story, "compare", _("Compare revisions"), context)

    def restore_revision_view(self, request, number, wanted):
        """Show what bringing a revision back would change, then do it."""
        story = self._story(request, number)
        if not self.has_change_permission(request, story):
            raise PermissionDenied
        wanted = self._revision(story, str(wanted))
        if request.method == "POST":
            return self._restore(request, story, wanted)
        newest = drafting.current(story)
        context = {"old": newest, "new": wanted, "changes": compared(newest.snapshot, wanted.snapshot)}
        return self._page(request, story, "restore", _("Restore this revision"), context)

    def changes_view(self, request, number):
        """What readers see beside the changes that they do not see yet."""
        return self._show_changes(request, self._story(request, number), "changes", _("Unpublished changes"))

    def discard_view(self, request, number):
        """Ask, then go back to what readers see."""
        story = self._story(request, number)
        if Step.Verb.PUBLISH_CHANGES not in roles.steps_open_to(request.user, story):
            raise PermissionDenied
        if request.method != "POST":
            return self._show_changes(request, story, "discard", _("Discard the changes"))
        try:
            drafting.discard_changes(story, by=request.user)
        except WorkflowError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, story, _("Changes discarded"))
            done = _("The changes are discarded; their text stays among the revisions.")
            self.message_user(request, done, messages.SUCCESS)
        return _to_form(story)

    def _restore(self, request, story, wanted):
        try:
            drafting.restore(story, wanted, by=request.user)
        except PublicationRefused as refused:
            self.message_user(request, workflow.listed(_("Not restored:"), refused.missing), messages.ERROR)
        else:
            self.log_change(request, story, _("Revision restored"))
            self.message_user(request, _("The revision is restored."), messages.SUCCESS)
        return _to_form(story)

    def _show_changes(self, request, story, page, title):
        copy = WorkingCopy.objects.select_related("revision__by").filter(article=story).first()
        if copy is None:
            self.message_user(request, _("There are no unpublished changes."), messages.INFO)
            return _to_form(story)
        context = {"new": copy.revision, "changes": compared(revision.take(story), copy.revision.snapshot)}
        return self._page(request, story, page, title, context)

    def _story(self, request, number):
        if not is_number(str(number)):
            raise Http404
        story = get_object_or_404(Article, pk=number)
        if not self.has_view_permission(request, story):
            raise PermissionDenied
        return story

    def _revision(self, story, number):
        if not is_number(number):
            raise Http404
        return get_object_or_404(story.revisions.select_related("by"), pk=number)

    def _page(self, request, story, page, title, context):
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "article": story}
        return TemplateResponse(request, f"admin/articles/article/{page}.html", shared | context)


def _to_form(story):
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story.pk]))
