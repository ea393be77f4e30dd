"""The form by which a reader asks for the right of reply (CONVENTIONS I7), and its receipt.

The page of the form is public and cached like any other, so it sets no cookie and has no CSRF token. None is needed: the form
uses no session and no right of whoever sends it, so a forged one gains nothing that a stranger could not send himself. Browsers
tell where a form came from (Fetch Metadata, Origin); what came from another site is refused, and one address sends few.
"""

import re
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from . import visitors
from .models import Article, ReplyRequest

AN_HOUR = 5
limit = visitors.Limit(AN_HOUR, seconds=3600)
NUMBER = re.compile(r"([1-9]\d{0,17})", re.ASCII)
IN_ADDRESS = re.compile(r"/read/([1-9]\d{0,17})(?:/|$)", re.ASCII)
REFERENCE = re.compile(r"HJ-[0-9A-Z]{4}-[0-9A-Z]{4}")
LONGEST = {"passage": 3000, "text": 8000}  # characters
CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+?[\d\s().-]{8,}")


class ReplyForm(forms.ModelForm):
    """All of it is asked for: a right of reply is written, comes from somebody known, and names the passage."""

    # People do not see it; what fills in every field gives itself away.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = ReplyRequest
        fields = ["name", "contact", "story", "passage", "text"]
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "contact": forms.TextInput({"autocomplete": "email"}),
            "passage": forms.Textarea({"rows": 4}),
            "text": forms.Textarea({"rows": 8}),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)
        for name in self._meta.fields:
            self.fields[name].required = True
        for name, longest in LONGEST.items():
            self.fields[name].widget.attrs["maxlength"] = longest

    def clean_contact(self):
        contact = self.cleaned_data["contact"].strip()
        if not CONTACT.fullmatch(contact):
            raise forms.ValidationError(_("Write an e-mail address or a telephone number at which we can reach you."))
        return contact

    def clean_story(self):
        story = self.cleaned_data["story"].strip()
        self.instance.article = story_named(story)
        if self.instance.article is None:
            raise forms.ValidationError(
                _("No story of ours has this address or number; copy it from the story’s page.")
            )
        return story

    def clean(self):
        values = super().clean()
        for name, longest in LONGEST.items():
            if len(values.get(name) or "") > longest:
                self.add_error(
                    name,
                    forms.ValidationError(_("At most %(limit)s characters, please."), params={"limit": longest}),
                )
        return values

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty; it is there to tell machines from people."))
        return ""


def story_named(text):
    """The public or withdrawn story that a reader names by its number or its address; None when there is none."""
    number = NUMBER.fullmatch(text) or IN_ADDRESS.search(path_of(text))
    if not number:
        return None
    return (
        Article.objects.public_or_withdrawn().filter(pk=int(number[1])).select_related("section").defer("body").first()
    )


def path_of(text):
    try:
        return urlsplit(text).path
    except ValueError:
        return ""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """The form, with the story `?berita=<number>` named in it; a request that came in leads to its receipt."""
    if request.method != "POST":
        story = story_named(request.GET.get("berita", ""))
        initial = {"story": f"{settings.SITE_URL}{story.get_absolute_url()}"} if story else {}
        return _shown(request, ReplyForm(initial=initial), story)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, form.instance.article, status=422)
    if visitors.came_from_elsewhere(request.META):
        form.add_error(None, _("This came from a page of another site. Send it once more from here."))
        return _shown(request, form, form.instance.article, status=403)
    if not limit.allows(visitors.address_of(request.META, behind_proxy=settings.BEHIND_PROXY)):
        form.add_error(
            None,
            _("Several requests came from your connection within an hour. Try again later; your text is still here."),
        )
        return _shown(request, form, form.instance.article, status=429)
    reply = form.save()
    return HttpResponseRedirect(reverse("reply_received", args=[reply.reference]))


@require_safe
def received(request, reference):
    """The receipt. It says nothing but the number that it was asked with, so nobody learns from it who has asked."""
    if not REFERENCE.fullmatch(reference):
        raise Http404
    response = render(request, "articles/reply_received.html", {"reference": reference})
    response["Cache-Control"] = "no-store"
    return response


def _shown(request, form, story, *, status=200):
    if "website" in form.errors:
        del form.fields["website"].widget.attrs["tabindex"]  # now people see it, and have to reach it
    context = {"form": form, "story": story, "retention_days": settings.REPLY_RETENTION_DAYS}
    response = render(request, "articles/right_of_reply.html", context, status=status)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response
