"""A form that arrives after its session or its token has gone: the text it carries is shown and can be carried on with."""

from functools import wraps

from django.contrib import admin
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import csrf

from ..models import Article

FORMS = ("articles_article_add", "articles_article_change")
# What belongs to a session, or is a secret.
NOT_CARRIED = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "old_password", "_restore", "_form"}
)
TEXTS = ("headline", "deck", "dateline", "body", "lead_caption", "lead_alt_text", "ai_note")


def keeping_text(site, view):
    """Wrap a view of the story form, so that a POST without a session is answered with its text, not with a login that eats it."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "POST" and request.POST and not site.has_permission(request):
            reason = _("Your session has ended, so nothing was saved. Your text is still here.")
            return kept_text(request, reason, can_return=True)
        return view(request, *args, **kwargs)

    return wrapped


def csrf_failure(request, reason=""):
    """Django's view for a refused token; at the desk it tells what happened and keeps what was typed."""
    if request.content_type == "application/json":
        return JsonResponse({"reason": "csrf", "message": _("This page is out of date; reload it.")}, status=403)
    match = request.resolver_match
    if match is None or match.app_name != "admin" or not str(match.url_name).startswith("articles_"):
        return csrf.csrf_failure(request, reason)
    told = _("This form is out of date, as after logging in anew, so nothing was saved. Your text is still here.")
    # Only our own page's form may be carried on with: another site's would put its words into ours.
    origin = f"{request.scheme}://{request.get_host()}"
    return kept_text(request, told, can_return=match.url_name in FORMS and request.headers.get("Origin") == origin)


def kept_text(request, reason, *, can_return):
    """A page with everything that was posted, to copy; with *can_return*, also to go back to the form with."""
    carried = [(name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED for value in values]
    written = [(name, value) for name, value in carried if value.strip() and _is_text(name)]
    shown = sorted(written, key=lambda pair: TEXTS.index(pair[0]) if pair[0] in TEXTS else len(TEXTS))
    context = {
        **admin.site.each_context(request),
        "title": _("Nothing was saved"),
        "reason": reason,
        "texts": [(_label(name), value) for name, value in shown],
        "carried": carried if can_return else [],
        "login": f"{reverse('admin:login')}?next={reverse('admin:articles_article_changelist')}",
        "session": reverse("admin:articles_article_session"),
    }
    return TemplateResponse(request, "admin/articles/article/lost_session.html", context, status=403).render()


def _is_text(name):
    return name in TEXTS or name == "tags" or name.endswith(("-text", "text", "caption", "title", "description"))


def _label(name):
    if name in TEXTS or name == "tags":
        return capfirst(Article._meta.get_field(name).verbose_name)
    return name
