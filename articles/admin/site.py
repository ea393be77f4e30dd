"""What the site says of itself: its pages, and the facts of the newsroom."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import body
from ..models import Newsroom, Officer, Page
from ..models.newsroom import POLICIES
from .body_editor import WritesBodies
from .listing import DeskAdmin
from .widgets import BodyEditor, DeskForm


class PageForm(DeskForm):
    class Meta:
        widgets = {"body": BodyEditor}

    def clean_body(self):
        if len(self.cleaned_data["body"]) > body.MAX_LENGTH:
            raise forms.ValidationError(
                _("This body is longer than any story: %(limit)s characters are the most."),
                params={"limit": body.MAX_LENGTH},
            )
        return self.cleaned_data["body"]


@admin.register(Page)
class PageAdmin(WritesBodies, DeskAdmin):
    form = PageForm
    fieldsets = [
        (None, {"fields": ["title", "slug", "description"]}),
        (None, {"fields": ["body"], "classes": ["desk-body"]}),
    ]
    list_display = ["title", "address", "modified_at"]
    search_fields = ["title"]
    ordering = ["title"]
    sortable_by = []
    actions = None

    @admin.display(description=_("address"))
    def address(self, page):
        return page.get_absolute_url()

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def get_readonly_fields(self, request, obj=None):
        """The addresses in every footer stay."""
        return ["slug"] if obj and obj.is_of_every_footer else []

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_of_every_footer)


class OfficerInline(admin.TabularInline):
    model = Officer
    fields = ["position", "office", "name"]
    extra = 0


PolicyForm = type(DeskForm)(
    "PolicyForm",
    (DeskForm,),
    {name: forms.ChoiceField(label=label, required=False) for name, label in POLICIES.items()},
)


class NewsroomForm(PolicyForm):
    """The newsroom's facts; a page of policy is chosen for each property that schema.org knows."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        pages = [("", "–"), *((page.get_absolute_url(), page.title) for page in Page.objects.order_by("title"))]
        for name in POLICIES:
            self.fields[name].choices = pages
            self.initial.setdefault(name, self.instance.policies.get(name, ""))

    def clean(self):
        values = super().clean()
        self.instance.policies = {name: values[name] for name in POLICIES if values.get(name)}
        return values


@admin.register(Newsroom)
class NewsroomAdmin(DeskAdmin):
    """A list of one: it leads straight to the form."""

    form = NewsroomForm
    fieldsets = [
        (None, {"fields": ["company", "address", "phone", "email", "founded_on", "logo", "social_accounts"]}),
        (
            _("Pages of policy"),
            {"fields": list(POLICIES), "description": _("Search engines are told where they stand.")},
        ),
    ]
    autocomplete_fields = ["logo"]
    inlines = [OfficerInline]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        newsroom = Newsroom.objects.get_or_create(pk=1)[0]
        return HttpResponseRedirect(reverse("admin:articles_newsroom_change", args=[newsroom.pk]))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
