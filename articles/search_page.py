"""The readers' search page: its form, its results, its suggestion.

It stays out of the page cache, which would fill with what anybody may type; browsers and caches in front keep a page for LIFETIME.
"""

import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from . import search
from .models import Author, Section

LIFETIME = 30  # seconds
YEARS = range(1900, 3000)
LONGEST = 200  # characters of what a filter says that are kept


@require_safe
@cache_control(public=True, max_age=LIFETIME)
def page(request):
    typed = {word: request.GET.get(word, "").strip()[:LONGEST] for word in ("q", "kanal", "penulis", "dari", "sampai")}
    order = search.NEWEST if request.GET.get("urut") == search.NEWEST else search.RELEVANT
    before = request.GET.get("sebelum", "")
    query = search.Query.parse(typed["q"])
    author = _author(typed["penulis"])
    since, until = _day(typed["dari"]), _day(typed["sampai"])
    filters = search.Filters(
        section=get_object_or_404(Section, slug=typed["kanal"]) if typed["kanal"] else None,
        author=author,
        since=since,
        until=until,
    )
    advice = _advice(query, typed, filters)
    results = [] if advice else _results(query, filters, order, before)
    if query and not advice and not results and before:
        raise Http404
    context = {
        "query": query,
        "typed": typed,
        "order": order,
        "advice": advice,
        "results": results,
        "before": before,
        "is_narrowed": any(typed[word] for word in ("kanal", "penulis", "dari", "sampai")),
        "sections": Section.objects.all(),
        "suggestion": search.suggestion(query, filters=filters) if query and not advice and not results else "",
    }
    kept = {
        word: value for word, value in {**typed, "urut": "" if order == search.RELEVANT else order}.items() if value
    }
    context["newest_address"] = f"?{urlencode(kept)}"
    context["older_address"] = f"?{urlencode({**kept, 'sebelum': results.older})}" if results and results.older else ""
    context["suggested_address"] = f"?{urlencode({**kept, 'q': context['suggestion']})}"
    context["everywhere_address"] = f"?{urlencode({'q': typed['q']})}"
    return render(request, "articles/search.html", context)


def _results(query, filters, order, before):
    try:
        return search.published(query, filters=filters, order=order, before=before)
    except ValueError as error:
        raise Http404 from error


def _advice(query, typed, filters):
    """One sentence for what cannot be searched for; empty otherwise."""
    if typed["penulis"] and filters.author is None:
        return _("No author has this name: %(name)s.") % {"name": typed["penulis"]}
    if filters.since and filters.until and filters.since > filters.until:
        return _("The first day lies after the last one.")
    if query.is_too_common:
        return _("These words are in nearly every story; add a rarer one.")
    if typed["q"] and not query:
        return _("Type at least one word that shall occur.")
    return ""


def _author(name):
    """The author whose page or name is *name*; None for an unknown one."""
    if not name:
        return None
    return Author.objects.filter(slug=name).first() or Author.objects.filter(name__iexact=name).order_by("pk").first()


def _day(text):
    """A day of a date field; None without one, or for something that no story was written on."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
