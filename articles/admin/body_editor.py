"""What a form with the body editor in it needs around it."""

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin
from django.utils.decorators import method_decorator

# What the body editor needs beyond the readers' policy: its import map, the one style element that tiptap adds (its hash
# changes with the version), and style attributes while a paste is parsed: without them all of it would turn bold.
EDITOR_POLICY = {
    "script-src": [SELF, NONCE],
    "style-src-elem": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
    "style-src-attr": [UNSAFE_INLINE],
}


class WritesBodies(admin.ModelAdmin):
    @method_decorator(csp_update(EDITOR_POLICY))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        if hasattr(context["media"], "with_nonce"):
            context["media"] = context["media"].with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, add, change, form_url, obj)
