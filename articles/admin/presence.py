"""Who else has a story open, and whether they are typing: each open form asks every ten seconds, and tells."""

import re

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from ..models import Article, Presence, Revision

TAB = re.compile(r"[a-z0-9]{8,40}")


class ShowsPresence(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.presence))
        return [path("<int:number>/presence/", view, name="articles_article_presence"), *super().get_urls()]

    def presence(self, request, number):
        """Note that a `tab` has the story open and whether it `is_typing`; with `leaving`, that it closes.

        Answers with the others who are here, and with the newest revision when it is newer than the one numbered `known`.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        tab, known = request.POST.get("tab", ""), request.POST.get("known", "")
        if not TAB.fullmatch(tab):
            return HttpResponseBadRequest()
        if "leaving" in request.POST:
            leave(request.user, number, tab)
            return HttpResponse(status=204)
        ping(request.user, number, tab, is_typing=request.POST.get("is_typing") == "1")
        rows = list(alive(number))
        newest = next((row.newest for row in rows), None)
        is_news = newest and newest > (int(known) if known.isdecimal() and len(known) < 19 else 0)
        return JsonResponse(
            {
                "others": _people(
                    request.user, (row for row in rows if (row.user_id, row.tab) != (request.user.pk, tab))
                ),
                "newest": _told(request.user, newest) if is_news else None,
            }
        )


def ping(user, number, tab, *, is_typing):
    """Renew a tab's presence; the first time, its story has to exist."""
    now = timezone.now()
    if Presence.objects.filter(article=number, user=user, tab=tab).update(is_typing=is_typing, seen_at=now):
        return
    row = Presence(article=get_object_or_404(Article.objects.only("pk"), pk=number), user=user, tab=tab)
    row.is_typing = is_typing
    # Two pings of one tab may arrive at once.
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["article", "user", "tab"], update_fields=["is_typing", "seen_at"]
    )


def leave(user, number, tab):
    """Forget a tab that closes, and every one that was killed."""
    gone = Q(article=number, user=user, tab=tab) | Q(seen_at__lt=timezone.now() - Presence.LIFETIME)
    Presence.objects.filter(gone).delete()


def alive(number):
    """The tabs that have a story open now, each with the number of its newest revision as `newest`."""
    newest = Revision.objects.filter(article=OuterRef("article")).order_by("-id").values("pk")[:1]
    rows = Presence.objects.filter(article=number, seen_at__gt=timezone.now() - Presence.LIFETIME)
    return rows.select_related("user").annotate(newest=Subquery(newest)).order_by("id")


def _people(user, rows):
    """Each person once, however many tabs they have; who types in one of them is typing."""
    people = {}
    for row in rows:
        person = people.setdefault(
            row.user_id, {"name": _name(row.user), "is_typing": False, "is_you": row.user_id == user.pk}
        )
        person["is_typing"] |= row.is_typing
    return list(people.values())


def _told(user, number):
    revision = Revision.objects.for_list().filter(pk=number).first()
    if revision is None:
        return None
    name = _name(revision.by) if revision.by else ""
    return {"id": revision.pk, "by": name, "at": revision.at.isoformat(), "is_you": revision.by_id == user.pk}


def _name(user):
    return user.get_full_name() or user.get_username()
