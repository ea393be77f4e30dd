"""What every test shares: settings that need no start-up, a folder for files, a clock."""

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connections

from . import factories


def pytest_configure():
    settings.SECRET_KEY = "a secret of the tests"
    # The manifest exists only after collectstatic; tests need no compressed files.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Nor a look through those that a site beside the tests may just be collecting.
    settings.STATIC_ROOT = settings.BASE_DIR / "no-static-files-in-tests"
    # A test folds views when it wants to see them.
    settings.VIEWS_FOLD_SECONDS = 0
    # And works off renditions itself.
    settings.RENDITIONS_IN_BACKGROUND = False
    # Hashing a password slowly protects people, not tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Keep SQLite's test database in a file: in memory, all threads of a live server would share one connection.

    Elsewhere each process of a parallel run has its own by pytest-django's suffix.
    """
    database = connections.databases["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path, monkeypatch):
    """Give each test empty folders for originals and renditions, so that it can look at what was left behind."""
    settings.MEDIA_FOLDER = tmp_path / "media"
    settings.MEDIA_ROOT = tmp_path / "media" / "public"
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media" / "originals", "base_url": None},
        },
    }
    # A field keeps the storage that it was made with.
    from articles.models import Photo

    monkeypatch.setattr(Photo._meta.get_field("image"), "storage", storages["originals"])
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def nothing_kept():
    """Start each test with nothing that was kept under the settings of another."""
    from articles import kept

    kept.forget()


@pytest.fixture(autouse=True)
def views_of_the_test():
    """Start and end each test without views that wait in memory."""
    from articles import popularity

    popularity.buffer.take()
    yield
    popularity.buffer.take()


@pytest.fixture
def editor(db):
    return factories.make_staff("Editor")


@pytest.fixture
def originals():
    return storages["originals"]
