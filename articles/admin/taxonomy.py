"""What stories are filed under: sections and authors; tags.py has the tags."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Author, Section
from .listing import DeskAdmin
from .photos import thumbnail


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    fields = ["name", "slug", "parent", "description", "position", "in_navigation"]
    list_display = ["name", "slug", "parent", "position", "in_navigation"]
    list_editable = ["position", "in_navigation"]
    list_select_related = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["position", "name"]

    def formfield_for_foreignkey(self, db_field, request, **options):
        """A part is chosen for among the sections that are no parts themselves."""
        if db_field.name == "parent":
            options["queryset"] = Section.objects.filter(parent=None).order_by("position", "name")
        return super().formfield_for_foreignkey(db_field, request, **options)


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
