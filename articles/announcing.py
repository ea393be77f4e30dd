"""Telling feed hubs and search engines of what is new: WebSub and IndexNow (CONVENTIONS F5, F6). Off unless configured.

A change of a story writes down, in its own transaction, what is to be told and when; nothing is sent from there. A thread of the
serving process, or `manage.py send_pings`, sends what is due. Only addresses of public stories, and of withdrawn ones, ever leave.
"""

import json
import logging
import threading
import time
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.urls import reverse

from .addresses import absolute
from .models import Announcement, Article
from .models.announcement import is_worth_telling

AT_ONCE = 100
TIMEOUT = 10  # seconds
INTERVAL = 5  # seconds
# Answers after which the same words will not do better: a wrong key, a wrong address.
FINAL = frozenset({400, 401, 403, 404, 405, 410, 413, 422})

log = logging.getLogger(__name__)


class NotHeard(Exception):
    """A channel did not take an announcement; `is_final` when asking again is no use."""

    def __init__(self, reason, *, is_final=False):
        super().__init__(reason)
        self.is_final = is_final


def channels():
    """The channels that the settings switch on."""
    switched_on = {
        Announcement.Channel.WEBSUB: settings.WEBSUB_HUB_URL,
        Announcement.Channel.INDEXNOW: settings.INDEXNOW_KEY,
    }
    return [channel for channel, setting in switched_on.items() if setting]


def note(sender, instance, using, **kwargs):
    """Write down that the channels are to be told of a story that was saved; nothing while no channel is on."""
    if (on := channels()) and is_worth_telling(instance):
        Announcement.objects.using(using).note(instance, on)


def send_due():
    """Send what is due on every channel; returns how many stories each channel was told of."""
    told = {channel: _send_due_on(channel) for channel in channels()}
    Announcement.objects.forget_old()
    return told


def keep_sending(interval=INTERVAL):
    """Send what is due every few seconds from a thread of its own, where a channel is on; returns the thread or None."""

    def send_again_and_again():
        while True:
            try:
                send_due()
                close_old_connections()
            except Error:
                connection.close()  # the database is away; what is due stays due
            time.sleep(interval)

    if not channels():
        return None
    thread = threading.Thread(target=send_again_and_again, name="announcing", daemon=True)
    thread.start()
    return thread


def _send_due_on(channel):
    rows = Announcement.objects.claim(channel, AT_ONCE)
    numbers = [row.article_id for row in rows if row.is_news]
    # Asked anew: a story may have gone back to its writer since.
    public = (
        Article.objects.public_or_withdrawn()
        .select_related("section")
        .prefetch_related("tags", "bylines__author")
        .defer("body")
        .in_bulk(numbers)
    )
    if public:
        try:
            SENDERS[channel](list(public.values()))
        except NotHeard as error:
            log.warning("%s was not told of %d stories: %s", channel.label, len(public), error)
            if not error.is_final:
                Announcement.objects.done([row for row in rows if row.article_id not in public or row.is_hopeless])
                return 0
            public = {}
    Announcement.objects.done(rows)
    return len(public)


def _tell_hub(articles):
    """Ask the hub to fetch the feeds that these stories stand in."""
    feeds = [reverse("feed"), reverse("json_feed")]
    for article in articles:
        feeds.append(reverse("section_feed", args=[article.section.slug]))
        feeds += [reverse("tag_feed", args=[tag.slug]) for tag in article.tags.all()]
        feeds += [reverse("author_feed", args=[line.author.slug]) for line in article.bylines.all()]
    form = [("hub.mode", "publish"), *(("hub.url", absolute(feed)) for feed in dict.fromkeys(feeds))]
    _post(settings.WEBSUB_HUB_URL, urlencode(form), "application/x-www-form-urlencoded")


def _tell_indexnow(articles):
    told = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": settings.INDEXNOW_KEY,
        "keyLocation": absolute(reverse("indexnow_key", args=[settings.INDEXNOW_KEY])),
        "urlList": [absolute(article.get_absolute_url()) for article in articles],
    }
    _post(settings.INDEXNOW_URL, json.dumps(told), "application/json; charset=utf-8")


SENDERS = {Announcement.Channel.WEBSUB: _tell_hub, Announcement.Channel.INDEXNOW: _tell_indexnow}


def _post(address, body, content_type):
    """Send *body* to an address that the operator configured; raises NotHeard."""
    if not address.startswith(("http://", "https://")):
        raise NotHeard(f"{address} is no web address", is_final=True)
    request = Request(address, body.encode(), {"Content-Type": content_type, "User-Agent": "newsroom"})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            pass
    except HTTPError as error:
        raise NotHeard(f"{address} answered {error.code}", is_final=error.code in FINAL) from error
    except OSError as error:
        raise NotHeard(f"{address}: {error}") from error
