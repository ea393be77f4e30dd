"""The workflow's buttons: which a person sees, and what each does to one story or to many."""

import copy

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import drafting, roles
from ..models import Article, PublicationRefused, Step, WorkflowError
from .story_form import WithdrawalForm

# More stories than anybody means to move at once; the rest keep their ticks for the next time.
BULK = 200

BUTTONS = {
    Step.Verb.SUBMIT: _("Submit for review"),
    Step.Verb.SEND_BACK: _("Send back to the writer"),
    Step.Verb.APPROVE: _("Approve and publish"),
    Step.Verb.PUBLISH_CHANGES: _("Publish the changes"),
    Step.Verb.WITHDRAW: _("Withdraw…"),
}
APPROVE_LATER = _("Approve and schedule")
DONE = {
    Step.Verb.SUBMIT: _("“%(story)s” was submitted for review."),
    Step.Verb.SEND_BACK: _("“%(story)s” went back to its writer."),
    Step.Verb.APPROVE: _("“%(story)s” is approved; readers see it from its hour on."),
    Step.Verb.PUBLISH_CHANGES: _("Readers now see the changes to “%(story)s”."),
    Step.Verb.WITHDRAW: _("“%(story)s” is withdrawn; its address now tells why."),
    Step.Verb.BIN: _("“%(story)s” is in the bin; it can be taken back for thirty days."),
    Step.Verb.TAKE_FROM_BIN: _("“%(story)s” is back from the bin."),
}


def buttons(user, article):
    """The buttons for the steps that *user* may take with this story now."""
    open_steps = [verb for verb in roles.steps_open_to(user, article) if verb in BUTTONS]
    return [{"verb": verb, "name": f"_{verb}", "label": BUTTONS[verb]} for verb in open_steps]


def asked_step(data):
    """The step whose button was pressed, or None."""
    return next((verb for verb in Step.Verb if f"_{verb}" in data), None)


def take(user, pk, verb, **details):
    """Take a step with the story as it stands in the database now; raises WorkflowError when that is refused."""
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
        if verb not in roles.steps_open_to(user, article):
            raise WorkflowError(_("That step is not open to you with this story as it stands now."))
        act = drafting.publish_changes if verb == Step.Verb.PUBLISH_CHANGES else getattr(Article, verb)
        act(article, by=user, **details)
    return article


def explain(error):
    """A refusal as a message: a sentence, or the list of what is missing."""
    if isinstance(error, PublicationRefused):
        return listed(_("Saved, but not published yet:"), error.missing)
    return str(error)


def listed(beginning, sentences):
    """A message that begins with a few words and lists *sentences* under them."""
    items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))
    return format_html("{}<ul>{}</ul>", beginning, items)


def withdrawn_as(article, *, reason, neutral_headline, explanation):
    """The story as its address would show it once it is withdrawn; it must not be saved."""
    story = copy.copy(article)
    story.status, story.withdrawal_reason, story.withdrawn_at = Article.Status.WITHDRAWN, reason, timezone.now()
    story.neutral_headline, story.explanation = neutral_headline, explanation
    return story


class WorkflowActions(admin.ModelAdmin):
    """The steps of the workflow as buttons under the story and as actions on the list."""

    actions = ["submit_selected", "send_back_selected", "approve_selected", "withdraw_selected"]

    def get_urls(self):
        withdraw = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:number>/withdraw/", withdraw, name="articles_article_withdraw"), *super().get_urls()]

    # The names that @admin.action(permissions=…) asks for.

    def has_submit_permission(self, request):
        return request.user.has_perm(roles.STEP_PERMISSIONS[Step.Verb.SUBMIT])

    def has_approve_permission(self, request):
        return request.user.has_perm(roles.STEP_PERMISSIONS[Step.Verb.APPROVE])

    def has_withdraw_permission(self, request):
        return request.user.has_perm(roles.STEP_PERMISSIONS[Step.Verb.WITHDRAW])

    def respond_to_step(self, request, article):
        """After a save: take the step whose button was pressed and go where it leads; None when it was a plain save."""
        verb = asked_step(request.POST)
        if verb is None:
            return None
        if verb == Step.Verb.WITHDRAW:
            return HttpResponseRedirect(reverse("admin:articles_article_withdraw", args=[article.pk]))
        details = {}
        if verb == Step.Verb.PUBLISH_CHANGES:
            details["is_substantive"] = "substantive_update" in request.POST
        self.take_step(request, article, verb, **details)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def take_step(self, request, article, verb, **details):
        """Take a step and tell how it went; returns whether it was taken."""
        try:
            article = take(request.user, article.pk, verb, **details)
        except WorkflowError as error:
            self.message_user(request, explain(error), messages.ERROR)
            return False
        self.log_change(request, article, capfirst(Step.Verb(verb).label))
        self.message_user(request, DONE[verb] % {"story": article}, messages.SUCCESS)
        return True

    @admin.action(description=_("Submit for review"), permissions=["submit"])
    def submit_selected(self, request, queryset):
        self._take_with_each(request, queryset, Step.Verb.SUBMIT)

    @admin.action(description=_("Send back to the writer"), permissions=["approve"])
    def send_back_selected(self, request, queryset):
        self._take_with_each(request, queryset, Step.Verb.SEND_BACK)

    @admin.action(description=_("Approve and publish or schedule"), permissions=["approve"])
    def approve_selected(self, request, queryset):
        self._take_with_each(request, queryset, Step.Verb.APPROVE)

    @admin.action(description=_("Withdraw…"), permissions=["withdraw"])
    def withdraw_selected(self, request, queryset):
        form = WithdrawalForm(request.POST if "reason_chosen" in request.POST else None)
        if form.is_valid() and "_preview" not in request.POST:
            return self._take_with_each(request, queryset, Step.Verb.WITHDRAW, **form.details())
        return self._ask_reason(request, form, list(queryset[:BULK]), action="withdraw_selected")

    def withdraw_view(self, request, number):
        article = super().get_object(request, str(number))  # unlocked: take() locks it in its own transaction
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(number))
        story = HttpResponseRedirect(reverse("admin:articles_article_change", args=[number]))
        if Step.Verb.WITHDRAW not in roles.steps_open_to(request.user, article):
            self.message_user(request, _("That step is not open to you with this story as it stands now."), "error")
            return story
        form = WithdrawalForm(request.POST or None)
        if not form.is_valid() or "_preview" in request.POST:
            return self._ask_reason(request, form, [article])
        self.take_step(request, article, Step.Verb.WITHDRAW, **form.details())
        return story

    def _ask_reason(self, request, form, articles, action=""):
        context = {**self.admin_site.each_context(request), "title": _("Withdraw"), "opts": self.opts}
        shown = [withdrawn_as(article, **form.details()) for article in articles] if form.is_valid() else []
        context |= {"form": form, "articles": articles, "action": action, "shown": shown}
        return TemplateResponse(request, "admin/articles/article/withdraw.html", context)

    def _take_with_each(self, request, queryset, verb, **details):
        taken = 0
        for article in queryset[:BULK]:
            try:
                changed = take(request.user, article.pk, verb, **details)
            except WorkflowError as error:
                line = format_html("<strong>{}</strong> {}", article, explain(error))
                self.message_user(request, line, messages.WARNING)
            else:
                self.log_change(request, changed, capfirst(verb.label))
                taken += 1
        if taken:
            text = ngettext("%(count)d story: %(step)s.", "%(count)d stories: %(step)s.", taken)
            self.message_user(request, text % {"count": taken, "step": verb.label}, messages.SUCCESS)
