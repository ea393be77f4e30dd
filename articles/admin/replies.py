"""The queue of requests for the right of reply: received, answered, overdue; and what the law on personal data asks for."""

from django import forms
from django.contrib import admin, messages
from django.http import JsonResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import Correction, ReplyRequest, WorkflowError
from .listing import DeskAdmin
from .widgets import DeskForm


class AnswerForm(DeskForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "correction" in self.fields:
            own = Correction.objects.filter(article=self.instance.article_id) if self.instance.article_id else None
            self.fields["correction"].queryset = Correction.objects.none() if own is None else own

    def clean(self):
        values = super().clean()
        if "state" not in values:
            return values
        answer = {"state": values["state"], "note": values["answer_note"], "correction": values["correction"]}
        try:
            self.instance.check_answer(**answer)
        except WorkflowError as error:
            raise forms.ValidationError(str(error)) from error
        return values


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return ReplyRequest.State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in ReplyRequest.State.values else queryset


@admin.register(ReplyRequest)
class ReplyRequestAdmin(DeskAdmin):
    form = AnswerForm
    fieldsets = [
        (None, {"fields": ["reference", "received_at", "name", "contact", "story", "passage", "text"]}),
        (_("Answer"), {"fields": ["article", "state", "correction", "answer_note", "answered_at", "answered_by"]}),
    ]
    readonly_fields = [
        *("reference", "received_at", "name", "contact", "story", "passage", "text"),
        *("answered_at", "answered_by"),
    ]
    autocomplete_fields = ["article"]
    list_display = ["reference", "waiting", "about", "received_at", "answered_at", "answered_by"]
    list_select_related = ["article", "answered_by"]
    list_filter = [StateFilter]
    search_fields = ["reference", "name", "contact"]
    search_help_text = _("The reference, or the name or contact of who asked.")
    ordering = ["-received_at", "-id"]
    sortable_by = []
    actions = ["export_selected", "forget_selected"]

    def has_add_permission(self, request):
        """Readers make them, on /hak-jawab/."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A request is not deleted; what it says of a person is forgotten, by those who may delete."""
        return False

    def has_forget_permission(self, request):
        return request.user.has_perm("articles.delete_replyrequest")

    @admin.display(description=_("state"))
    def waiting(self, reply):
        overdue = (
            format_html(' <span class="state state--overdue">{}</span>', _("Overdue")) if reply.is_overdue else ""
        )
        return format_html(
            '<span class="state state--reply-{}">{}</span>{}', reply.state, reply.get_state_display(), overdue
        )

    @admin.display(description=_("article"))
    def about(self, reply):
        return reply.article or reply.story[:80]

    def save_model(self, request, obj, form, change):
        typed = form.cleaned_data
        obj.answer(by=request.user, state=typed["state"], note=typed["answer_note"], correction=typed["correction"])

    @admin.action(description=_("Export for the person who asked (JSON)"), permissions=["change"])
    def export_selected(self, request, queryset):
        records = [reply.as_record() for reply in queryset.select_related("article__section")]
        answer = JsonResponse(records, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = 'attachment; filename="hak-jawab.json"'
        return answer

    @admin.action(description=_("Remove the personal data"), permissions=["forget"])
    def forget_selected(self, request, queryset):
        gone = queryset.order_by().forget()
        text = ngettext("%(count)d request forgotten.", "%(count)d requests forgotten.", gone)
        self.message_user(request, text % {"count": gone}, messages.SUCCESS)
