"""The bin: deleting a story puts it there, thirty days it can be taken back, then it is gone for good."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from .. import roles
from ..models import Article, Step
from .comments import StorySeen
from .listing import ShownState, StateFilter

IN_BIN = {"take_from_bin_selected", "delete_selected"}


def shows_bin(request):
    """Whether the list that is asked for is that of the bin."""
    return request.GET.get(StateFilter.parameter_name) == ShownState.BINNED


class Bin(StorySeen):
    """Deletes nothing that was not in the bin first; what was published never gets there."""

    actions = ["bin_selected", "take_from_bin_selected"]

    def get_urls(self):
        restore = self.admin_site.admin_view(require_POST(self.restore_view))
        return [path("<int:number>/restore/", restore, name="articles_article_restore"), *super().get_urls()]

    def has_bin_permission(self, request):
        return request.user.has_perm(roles.STEP_PERMISSIONS[Step.Verb.BIN])

    def has_delete_permission(self, request, obj=None):
        """Gone for good: by the hand of a superuser, and from the bin alone."""
        return request.user.is_active and request.user.is_superuser and (obj is None or obj.binned_at is not None)

    def get_actions(self, request):
        """The bin's own actions on its list, all the others elsewhere."""
        if not shows_bin(request):
            return {name: action for name, action in super().get_actions(request).items() if name not in IN_BIN}
        return {name: action for name, action in super().get_actions(request).items() if name in IN_BIN}

    def get_search_results(self, request, queryset, search_term):
        """What lies in the bin is found in the bin only: not on other lists, nor by pickers and suggestions."""
        if not shows_bin(request):
            queryset = queryset.kept()
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request, extra_context=None):
        if shows_bin(request) and self.has_view_permission(request):
            Article.objects.empty_bin()
        return super().changelist_view(request, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        open_steps = roles.steps_open_to(request.user, obj) if obj else []
        context["may_bin"] = Step.Verb.BIN in open_steps
        context["may_restore"] = Step.Verb.TAKE_FROM_BIN in open_steps
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(self, request, object_id, extra_context=None):
        """Ask, then put the story in the bin; the second time, in the bin, a superuser deletes it."""
        article = self.story_seen_by(request, object_id)
        if article.binned_at:
            return super().delete_view(request, object_id, extra_context)
        if Step.Verb.BIN not in roles.steps_open_to(request.user, article):
            raise PermissionDenied
        if request.method == "POST" and self.take_step(request, article, Step.Verb.BIN):
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        context = {**self.admin_site.each_context(request), "title": _("Delete"), "opts": self.opts}
        return TemplateResponse(request, "admin/articles/article/bin.html", context | {"article": article})

    def restore_view(self, request, number):
        article = self.story_seen_by(request, str(number))
        if Step.Verb.TAKE_FROM_BIN not in roles.steps_open_to(request.user, article):
            raise PermissionDenied
        self.take_step(request, article, Step.Verb.TAKE_FROM_BIN)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[number]))

    @admin.action(description=_("Delete (put in the bin)"), permissions=["bin"])
    def bin_selected(self, request, queryset):
        self._take_with_each(request, queryset, Step.Verb.BIN)

    @admin.action(description=_("Take from the bin"), permissions=["bin"])
    def take_from_bin_selected(self, request, queryset):
        self._take_with_each(request, queryset, Step.Verb.TAKE_FROM_BIN)
