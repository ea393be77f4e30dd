"""Several photos captioned and credited together: what is typed once goes to all of them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import photo_intake
from ..models import Photo
from .photo_upload import uploaded_by

MOST = 60  # photos on one page
SHARED = ("agency", "photographer", "source", "city", "copyright_notice", "licence", "keywords")
OWN = ("title", "caption", "alt_text", "photographer", "agency", "city", "keywords", "licence")

OwnFacts = forms.modelform_factory(
    Photo,
    fields=OWN,
    widgets={
        "caption": forms.Textarea(attrs={"rows": 3, "cols": 40}),
        "alt_text": forms.Textarea(attrs={"rows": 2, "cols": 40}),
        "keywords": forms.TextInput(),
    },
)
PhotoSet = forms.modelformset_factory(Photo, form=OwnFacts, extra=0, max_num=MOST, edit_only=True)


class SharedFacts(forms.ModelForm):
    """What is the same for all; an empty field leaves each photo as it is."""

    class Meta:
        model = Photo
        fields = SHARED
        widgets = {"keywords": forms.TextInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="shared", **kwargs)
        self.fields["keywords"].help_text = _("Added to the keywords that each photo has.")
        for name in SHARED:
            self.fields[name].required = False


class PhotoTogether(admin.ModelAdmin):
    def get_urls(self):
        together = self.admin_site.admin_view(self.together)
        return [path("together/", together, name="articles_photo_together"), *super().get_urls()]

    def together(self, request):
        """Show the photos numbered `id` beside each other and save what is typed; see give_to_all for the shared part."""
        numbers = [int(number) for number in request.GET.getlist("id") if number.isdecimal() and len(number) < 19][
            :MOST
        ]
        if not self.has_change_permission(request):
            # Who may only add photos describes the own ones.
            numbers = uploaded_by(request.user, numbers) if self.has_add_permission(request) else set()
            if not numbers:
                raise PermissionDenied
        photos = Photo.objects.filter(pk__in=numbers).order_by("pk")
        sent = request.POST if request.method == "POST" else None
        shared = SharedFacts(sent)
        photo_set = PhotoSet(sent, queryset=photos)
        if sent is not None and all([shared.is_valid(), photo_set.is_valid()]):
            changed = self._save(request, shared, photo_set)
            self.message_user(
                request,
                ngettext("%(count)d photo was changed.", "%(count)d photos were changed.", changed)
                % {"count": changed},
                messages.SUCCESS,
            )
            return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Describe photos together"),
            "opts": self.opts,
            "media": self.media,
            "shared": shared,
            "photo_set": photo_set,
        }
        return TemplateResponse(request, "admin/articles/photo/together.html", context)

    def _save(self, request, shared, photo_set):
        """Save every photo that changes in one transaction; returns how many there were."""
        changed = []
        with transaction.atomic():
            for form in photo_set.forms:
                names = give_to_all(shared, form)
                if names:
                    form.instance.save()
                    self.log_change(request, form.instance, [{"changed": {"fields": sorted(names)}}])
                    changed.append(form.instance)
        for photo in changed:
            photo_intake.facts_changed(photo)
        return len(changed)


def give_to_all(shared, form):
    """Put the shared facts on the photo of *form*; what was typed for this photo in the same go stays. Returns what changed."""
    photo, names = form.instance, set(form.changed_data)
    for name in SHARED:
        value = shared.cleaned_data[name]
        if not value or name in form.changed_data:
            continue
        if name == "keywords":
            value = with_keywords(photo.keywords, value)
        if getattr(photo, name) != value:
            setattr(photo, name, value)
            names.add(name)
    return names


def with_keywords(had, added):
    """Keywords with others added, each once however it is capitalised."""
    words = [word.strip() for word in f"{had},{added}".split(",")]
    return ", ".join(reversed({word.casefold(): word for word in reversed(words) if word}.values()))
