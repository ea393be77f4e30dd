"""Presence: who else has a story open, whether they type, what they saved meanwhile."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Presence
from tests.desk import change_url, shown
from tests.factories import make_article, make_staff

TAB, OTHER_TAB = "0" * 16, "1" * 16


class Desk:
    """Somebody at the desk, with one tab on one story."""

    def __init__(self, article, tab=TAB, user=None, **facts):
        self.user = user or make_staff("Editor", **facts)
        self.client, self.tab = Client(), tab
        self.client.force_login(self.user)
        self.url = reverse("admin:articles_article_presence", args=[article.pk])

    def ping(self, **facts):
        return self.client.post(self.url, {"tab": self.tab, "known": "", "is_typing": "0", **facts})

    def sees(self, **facts):
        return self.ping(**facts).json()["others"]


@pytest.fixture
def article(db):
    return make_article(status="draft")


@pytest.fixture
def laras(article):
    return Desk(article, first_name="Laras", last_name="Puspitaning")


@pytest.fixture
def hendra(article):
    return Desk(article, OTHER_TAB, first_name="Hendra", last_name="Wicaksena")


def test_two_people_see_each_other_and_who_types(laras, hendra):
    assert laras.sees() == []
    assert hendra.sees(is_typing="1") == [{"name": "Laras Puspitaning", "is_typing": False, "is_you": False}]
    assert laras.sees() == [{"name": "Hendra Wicaksena", "is_typing": True, "is_you": False}]
    hendra.ping()
    assert not laras.sees()[0]["is_typing"]
    assert Presence.objects.count() == 2


def test_who_closes_the_tab_is_gone_at_once_and_who_crashed_soon(laras, hendra, time_machine):
    laras.ping()
    hendra.ping()
    assert hendra.ping(leaving="1").status_code == 204
    assert laras.sees() == []
    hendra.ping()
    time_machine.move_to(timezone.now())
    time_machine.shift(Presence.LIFETIME + datetime.timedelta(seconds=1))
    assert laras.sees() == []
    laras.ping(leaving="1")
    assert not Presence.objects.exists()


def test_nobody_closes_the_tab_of_another(laras, hendra, article):
    laras.ping()
    Desk(article, TAB, user=hendra.user).ping(leaving="1")
    assert hendra.sees() == [{"name": "Laras Puspitaning", "is_typing": False, "is_you": False}]


def test_another_tab_of_the_same_person_is_told_as_such(laras, article):
    second = Desk(article, OTHER_TAB, user=laras.user)
    second.ping(is_typing="1")
    assert laras.sees() == [{"name": "Laras Puspitaning", "is_typing": True, "is_you": True}]


def test_a_save_is_told_once_to_those_who_started_before(laras, hendra, article):
    form = shown(laras.client.get(change_url(article)))
    base = str(form["base"])
    assert laras.ping(known=base).json()["newest"] is None
    hendra.client.post(change_url(article), {**form, "deck": "Dek baru.", "_continue": "1"})
    newest = laras.ping(known=base).json()["newest"]
    assert (newest["by"], newest["is_you"]) == ("Hendra Wicaksena", False)
    assert newest["at"]
    assert laras.ping(known=str(newest["id"])).json()["newest"] is None
    assert hendra.ping(known=base).json()["newest"]["is_you"]


def test_a_ping_costs_two_queries_however_many_are_here(laras, hendra, article, django_assert_num_queries):
    laras.ping()
    account = 4  # the session, the person, what they and their groups may
    with django_assert_num_queries(account + 2):
        laras.ping()
    for number in range(2, 7):
        Desk(article, str(number) * 16).ping()
    with django_assert_num_queries(account + 2):
        assert len(laras.sees()) == 5


def test_outsiders_and_nonsense_are_refused(article, laras):
    assert laras.ping(tab="<script>").status_code == 400
    assert laras.ping(tab="").status_code == 400
    assert laras.client.get(laras.url).status_code == 405
    gone = laras.url.replace(f"/{article.pk}/", "/999999/")
    assert laras.client.post(gone, {"tab": TAB}).status_code == 404
    nobody = Desk(article, user=make_staff("Editor", is_staff=False))
    assert nobody.ping().status_code == 302
    no_role = make_staff("Editor")
    no_role.groups.clear()
    assert Desk(article, user=no_role).ping().status_code == 403
    assert not Presence.objects.exists()
