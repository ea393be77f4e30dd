"""What stories are filed under: sections, authors, tags."""

from django.contrib import admin
from django.http import JsonResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from taggit.models import Tag as UnusedTag

from ..models import Author, Section, Tag
from .listing import DeskAdmin
from .photos import thumbnail

admin.site.unregister(UnusedTag)  # the newsroom has a Tag of its own


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    list_display = ["name", "slug", "position", "in_navigation"]
    list_editable = ["position", "in_navigation"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["position", "name"]


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    fields = ["name", "slug", "job_title", "is_desk", "biography", "portrait", "user"]
    autocomplete_fields = ["portrait", "user"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["picture", "name", "job_title", "is_desk"]
    list_display_links = ["name"]
    list_select_related = ["portrait"]
    list_filter = ["is_desk"]
    search_fields = ["name"]
    ordering = ["name"]

    @admin.display(description=_("portrait"))
    def picture(self, author):
        return thumbnail(author.portrait)

    def get_readonly_fields(self, request, obj=None):
        """Accounts are searched by those who may see them."""
        return [] if request.user.has_perm("auth.view_user") else ["user"]


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    fields = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "slug", "description"]
    search_fields = ["name"]
    ordering = ["name"]

    def get_urls(self):
        names = self.admin_site.admin_view(require_safe(self.names))
        return [path("names/", names, name="articles_tag_names"), *super().get_urls()]

    def names(self, request):
        """Names of tags that match `term`, as select2 wants them: the name is the key."""
        found = []
        if self.has_view_permission(request):
            tags, _distinct = self.get_search_results(
                request, Tag.objects.order_by("name"), request.GET.get("term", "")
            )
            found = [{"id": name, "text": name} for name in tags.values_list("name", flat=True)[:20]]
        return JsonResponse({"results": found, "pagination": {"more": False}})
