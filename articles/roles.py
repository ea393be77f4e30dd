"""Roles: what each kind of staff may do, kept as groups. Change it here; `sync_roles` and every migrate bring the groups in line."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from .models import Article, Step

# Codenames in the app "articles", or in the app that stands before the dot. Editing one's own drafts needs no more than change_article: the desk checks whose they are.
WRITER = {
    *("view_article", "add_article", "change_article", "submit_article"),
    *("view_photo", "add_photo", "view_author", "view_section", "view_tag", "add_tag", "view_byline", "add_byline"),
    *("change_byline", "delete_byline", "view_galleryphoto", "add_galleryphoto"),
    *("change_galleryphoto", "delete_galleryphoto"),
}
EDITOR = WRITER | {
    *("edit_any_article", "approve_article", "change_photo", "add_author", "change_author", "change_tag"),
    *("view_correction", "add_correction", "change_correction", "view_quotedsource", "change_quotedsource"),
    *("view_replyrequest", "change_replyrequest"),
    *("view_tagalias", "add_tagalias", "change_tagalias", "delete_tagalias", "replace_photo"),
}
PHOTO_DESK = {
    *(
        "view_article",
        "view_photo",
        "add_photo",
        "change_photo",
        "delete_photo",
        "replace_photo",
        "view_galleryphoto",
        "view_author",
        "view_section",
        "view_tag",
    ),
}
MANAGING_EDITOR = EDITOR | {
    *("auth.view_user", "auth.add_user", "auth.change_user"),
    *("withdraw_article", "delete_photo", "add_section", "change_section", "delete_section"),
    *(f"redirects.{verb}_redirect" for verb in ("view", "add", "change", "delete")),
    *(
        "view_tagmerge",
        "delete_tag",
        "delete_author",
        "view_slot",
        "add_slot",
        "change_slot",
        "delete_slot",
        "delete_correction",
    ),
    *("view_page", "add_page", "change_page", "delete_page", "view_newsroom", "change_newsroom"),
    *("view_officer", "add_officer", "change_officer", "delete_officer", "delete_replyrequest"),
}
ROLES = {
    "Penulis": WRITER,
    "Editor": EDITOR,
    "Foto": PHOTO_DESK,
    "Redaktur Pelaksana": MANAGING_EDITOR,
}

STEP_PERMISSIONS = {
    Step.Verb.SUBMIT: "articles.submit_article",
    Step.Verb.SEND_BACK: "articles.approve_article",
    Step.Verb.APPROVE: "articles.approve_article",
    Step.Verb.PUBLISH_CHANGES: "articles.approve_article",
    Step.Verb.WITHDRAW: "articles.withdraw_article",
    Step.Verb.BIN: "articles.change_article",
    Step.Verb.TAKE_FROM_BIN: "articles.change_article",
    Step.Verb.ASSIGN: "articles.edit_any_article",
}


def may_edit(user, article):
    """Whether *user* may change this story: editors any, a writer only what they began and while it is a draft.

    Nobody changes what lies in the bin.
    """
    return article.binned_at is None and _is_in_hands_of(user, article)


def _is_in_hands_of(user, article):
    if not user.has_perm("articles.change_article"):
        return False
    if user.has_perm("articles.edit_any_article"):
        return True
    return article.created_by_id == user.pk and article.status == Article.Status.DRAFT


def steps_open_to(user, article):
    """The steps of the workflow that *user* may take with this story now, in the order of a story's life."""
    if not _is_in_hands_of(user, article):
        return []
    return [verb for verb in _steps_from(article) if user.has_perm(STEP_PERMISSIONS[verb])]


def _steps_from(article):
    if article.binned_at:
        return [Step.Verb.TAKE_FROM_BIN]
    match article.status:
        case Article.Status.DRAFT:
            return [Step.Verb.SUBMIT, Step.Verb.APPROVE, Step.Verb.BIN]
        case Article.Status.REVIEW:
            return [Step.Verb.SEND_BACK, Step.Verb.APPROVE, Step.Verb.BIN]
        case Article.Status.APPROVED:
            return [Step.Verb.PUBLISH_CHANGES, Step.Verb.WITHDRAW] if article.is_published else [Step.Verb.SEND_BACK]
        case _:
            return []


def people():
    """The accounts that may see stories on the desk: whom a comment can mention."""
    return _accounts_with("articles.view_article")


def editors():
    """The accounts that may edit any story: to whom one can be assigned."""
    return _accounts_with("articles.edit_any_article")


def _accounts_with(permission):
    accounts = get_user_model().objects.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
    return accounts.filter(is_staff=True).order_by("first_name", "last_name", "username")


def sync():
    """Make the groups and give each exactly its permissions; returns how many groups there are."""
    found = Permission.objects.filter(content_type__app_label__in=("articles", "auth", "redirects")).select_related(
        "content_type"
    )
    permissions = {f"{permission.content_type.app_label}.{permission.codename}": permission for permission in found}
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(permissions[c if "." in c else f"articles.{c}"] for c in codenames)
    return len(ROLES)
