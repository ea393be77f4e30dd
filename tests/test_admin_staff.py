"""Accounts: the managing editor keeps them and gives roles, and cannot give anybody more than a role."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from articles import roles

from .factories import make_staff

pytestmark = pytest.mark.django_db
User = get_user_model()


def url(user, page="change"):
    return f"/admin/auth/user/{user.pk}/{page}/"


@pytest.fixture
def managing(client):
    user = make_staff("Redaktur Pelaksana")
    client.force_login(user)
    return user


def form(user, **changes):
    groups = list(user.groups.values_list("pk", flat=True))
    return {"username": user.username, "is_active": "on", "is_staff": "on", "groups": groups, **changes}


def test_an_account_is_made_and_given_a_role(client, managing):
    typed = {
        "username": "sari",
        "usable_password": "true",
        "password1": "Kapal7Berlayar",
        "password2": "Kapal7Berlayar",
    }
    page = client.post("/admin/auth/user/add/", typed, follow=True)
    sari = User.objects.get(username="sari")
    assert page.status_code == 200
    assert not (sari.is_superuser or sari.is_staff)
    role = Group.objects.get(name="Editor")
    client.post(url(sari), form(sari, groups=[role.pk], first_name="Sari"))
    sari.refresh_from_db()
    assert (sari.first_name, sari.is_staff, list(sari.groups.all())) == ("Sari", True, [role])
    client.force_login(sari)
    assert client.get("/admin/articles/article/").status_code == 200


def test_forged_fields_give_nothing_beyond_a_role(client, managing):
    writer = make_staff("Penulis")
    powerful = Group.objects.create(name="Pemilik")
    everything = [permission.pk for permission in Permission.objects.all()]
    client.post(url(writer), form(writer, is_superuser="on", user_permissions=everything))
    client.post(url(writer), form(writer, groups=[powerful.pk]))
    client.post(url(managing), form(managing, is_superuser="on", user_permissions=everything))
    for user in (writer, managing):
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()
        assert user.groups.count() == 1
    assert not writer.groups.filter(pk=powerful.pk).exists()


def superuser():
    return make_staff()


def with_a_right_of_their_own():
    user = make_staff("Editor")
    user.user_permissions.add(Permission.objects.get(codename="delete_group"))
    return user


def with_another_group():
    user = make_staff("Editor")
    user.groups.add(Group.objects.create(name="Pemilik"))
    return user


@pytest.mark.parametrize("make", [superuser, with_a_right_of_their_own, with_another_group])
def test_accounts_that_may_more_are_out_of_reach(client, managing, make):
    user = make()
    before = (user.username, user.password, user.is_active)
    assert user.username not in client.get("/admin/auth/user/").content.decode()
    for page in ("change", "password", "delete", "history"):
        typed = {"password1": "Kapal7Berlayar", "password2": "Kapal7Berlayar", "post": "yes"}
        for answer in (
            client.get(url(user, page)),
            client.post(url(user, page), {**form(user), **typed, "username": "x"}),
        ):
            assert answer.status_code in (302, 403, 404)
            assert answer.status_code != 302 or answer.url in ("/admin/", "/admin/auth/user/")
    client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    user.refresh_from_db()
    assert (user.username, user.password, user.is_active) == before


def test_a_password_is_set_and_an_account_closed(client, managing):
    writer = make_staff("Penulis")
    typed = {"usable_password": "true", "password1": "Kapal7Berlayar", "password2": "Kapal7Berlayar"}
    client.post(url(writer, "password"), typed)
    writer.refresh_from_db()
    assert writer.check_password("Kapal7Berlayar")
    client.post(url(writer), {key: value for key, value in form(writer).items() if key != "is_active"})
    writer.refresh_from_db()
    assert not writer.is_active


@pytest.mark.parametrize("role", ["Penulis", "Editor", "Foto", "Redaktur Pelaksana"])
def test_accounts_are_not_deleted(client, role):
    client.force_login(make_staff(role))
    writer = make_staff("Penulis")
    assert client.post(url(writer, "delete"), {"post": "yes"}).status_code == 403
    client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": [writer.pk], "post": "yes"})
    assert User.objects.filter(pk=writer.pk).exists()


def test_roles_that_exist_are_all_that_can_be_chosen(client, managing):
    Group.objects.create(name="Pemilik")
    field = client.get(url(make_staff("Penulis"))).context["adminform"].form.fields["groups"]
    assert set(field.queryset.values_list("name", flat=True)) == set(roles.ROLES)
    assert "user_permissions" not in client.get(url(managing)).context["adminform"].form.fields


def test_a_superuser_has_the_whole_form(client):
    client.force_login(make_staff())
    assert "user_permissions" in client.get(url(make_staff("Penulis"))).context["adminform"].form.fields


def test_sync_takes_back_what_a_role_was_given_by_hand():
    roles.sync()
    role = Group.objects.get(name="Penulis")
    role.permissions.add(Permission.objects.get(codename="change_user"))
    roles.sync()
    assert not role.permissions.filter(codename="change_user").exists()
    assert Group.objects.get(name="Redaktur Pelaksana").permissions.filter(codename="change_user").exists()
    assert not Permission.objects.filter(group__name__in=roles.ROLES, codename="delete_article").exists()
