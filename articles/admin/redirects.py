"""Old addresses that lead somewhere else, or say that they are gone."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .. import redirects
from .listing import DeskAdmin

admin.site.unregister(Redirect)


class RedirectForm(forms.ModelForm):
    """The two addresses as anybody writes them; they are kept in one form."""

    old_path = forms.CharField(
        label=_("Old address"),
        widget=AdminTextInputWidget({"size": 80}),
        max_length=600,  # percent-encoded, it is three times as long as it is kept
        help_text=_(
            "As it was on this site: /2016/05/31/an-old-headline/, or /?p=123. It works only where no page stands now."
        ),
    )
    new_path = forms.CharField(
        label=_("New address"),
        widget=AdminTextInputWidget({"size": 80}),
        max_length=600,
        required=False,
        help_text=_(
            "A path of this site, or a whole address with https://. Left empty, readers are told that the page is gone."
        ),
    )

    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]

    def clean_old_path(self):
        return redirects.old_address(self.cleaned_data["old_path"])

    def clean_new_path(self):
        return redirects.new_address(self.cleaned_data["new_path"])

    def clean(self):
        values = super().clean()
        if "old_path" not in values or "new_path" not in values:
            return values
        known = Redirect.objects.filter(site_id=settings.SITE_ID, old_path__in=redirects.variants(values["old_path"]))
        if known.exclude(pk=self.instance.pk).exists():
            raise ValidationError({"old_path": _("This address is redirected already; change that redirect.")})
        redirects.settled(values["old_path"], values["new_path"])
        self.instance.site_id = settings.SITE_ID
        return values


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    form = RedirectForm
    fields = ["old_path", "new_path"]
    list_display = ["old_address", "new_address"]
    search_fields = ["old_path", "new_path"]
    search_help_text = _("A part of the old or of the new address.")
    ordering = ["old_path"]

    @admin.display(description=_("old address"), ordering="old_path")
    def old_address(self, redirect):
        return redirect.old_path

    @admin.display(description=_("new address"))
    def new_address(self, redirect):
        return redirect.new_path or format_html('<span class="state state--withdrawn">{}</span>', _("Gone (410)"))
