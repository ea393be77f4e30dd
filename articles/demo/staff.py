"""The demo's staff: one account for each role. Their passwords are known to everybody, so they are for loopback only."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from ..models import Author

# user name -> (role, first and last name, the author whose stories the account writes)
ACCOUNTS = {
    "penulis": ("Penulis", "Laras", "Puspitaning", "laras-puspitaning"),
    "editor": ("Editor", "Hendra", "Wicaksena", "hendra-wicaksena"),
    "foto": ("Foto", "Winda", "Paramastuti", "winda-paramastuti"),
    "redpel": ("Redaktur Pelaksana", "Ratna", "Wulandira", "ratna-wulandira"),
    "admin": (None, "Admin", "Situs", None),
}


def well_known_password(username):
    return f"demo-{username}"


def ensure():
    """Create the accounts that are missing; those that exist keep what was changed in them."""
    users = get_user_model().objects
    for username, (role, first_name, last_name, author) in ACCOUNTS.items():
        if users.filter(username=username).exists():
            continue
        user = users.create_user(
            username,
            password=well_known_password(username),
            first_name=first_name,
            last_name=last_name,
            is_staff=True,
            is_superuser=role is None,
        )
        if role:
            user.groups.add(Group.objects.get(name=role))
        if author:
            Author.objects.filter(slug=author, user=None).update(user=user)


def with_well_known_passwords():
    """The demo accounts that still have the password everybody knows."""
    users = get_user_model().objects.filter(username__in=ACCOUNTS, is_active=True)
    return [user for user in users if user.check_password(well_known_password(user.username))]


def set_random_passwords():
    """Give each account whose password is well known one of its own; returns {user name: password}."""
    changed = {}
    for user in with_well_known_passwords():
        changed[user.username] = secrets.token_urlsafe(12)
        user.set_password(changed[user.username])
        user.save(update_fields=["password"])
    return changed


def accounts():
    """The demo accounts by user name."""
    users = get_user_model().objects.filter(username__in=ACCOUNTS)
    return {user.username: user for user in users}
