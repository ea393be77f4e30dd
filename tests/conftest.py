"""What every test shares: settings that need no start-up, a folder for files, a clock."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, connections, transaction
from django.test import SimpleTestCase
from xdist.scheduler import LoadScopeScheduling

from . import factories, numbering


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="leave out the tests that cannot reach a database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what pytest-django would refuse the database: tests without its mark that ask for none of its fixtures."""
    if config.getoption("only_database"):
        config.hook.pytest_deselected(items=[item for item in items if not may_reach_a_database(item)])
        items[:] = [item for item in items if may_reach_a_database(item)]


class SitesInOneProcess(LoadScopeScheduling):
    """Tests go one by one to whichever process is free, but a file's that share a site of their own go together, and first."""

    FILES = {f"tests/test_{name}.py" for name in ("deploying", "query_plans", "serving", "steady", "views_served")}

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return file if file in self.FILES else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return SitesInOneProcess(config, log) if config.getvalue("dist") == "load" else None


def may_reach_a_database(item):
    # pytest-django's own fixtures, live server included, ask for this one; so do ours that open the database.
    asked = "django_db_setup" in item.fixturenames
    is_of_django = item.cls and issubclass(item.cls, SimpleTestCase)
    return bool(asked or is_of_django or item.get_closest_marker("django_db"))


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

    Elsewhere each process of a parallel run has its own by pytest-django's suffix. Returns the name of the site's own database.
    """
    database = connections.databases["default"]
    own = connection.settings_dict["NAME"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    return own


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_modify_db_settings, django_db_blocker):
    """Number rows in thousands: what happens once on PostgreSQL, where a test's numbers are not given back, happens always."""
    if connection.settings_dict["NAME"] == django_db_modify_db_settings:
        return  # no test of this run has the mark, so there is no database but the site's own, which is not for tests
    with django_db_blocker.unblock():
        numbering.spread()
        if connection.vendor == "sqlite":
            connection.cursor().execute("VACUUM INTO %s", [str(empty_file())])


def empty_file():
    """Where a copy of SQLite's test database is kept as it was before the first test."""
    return Path(connection.settings_dict["NAME"]).with_name("empty.sqlite3")


@pytest.fixture(scope="session")
def migrated_file(django_db_setup):
    """An SQLite file that has all tables, for sites of their own to begin with: migrating from nothing takes many seconds.

    None where the tests run on another database, or on none.
    """
    return empty_file() if connection.vendor == "sqlite" and empty_file().exists() else None


@pytest.fixture(scope="module")
def module_transaction(django_db_setup, django_db_blocker):
    """Open the database to a fixture of a module: what it writes in this block stands in every test, and goes after the last.

    Each test is undone to there. Not for modules with tests that commit, nor for photos, whose files belong to a test.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


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
    from articles import kept, of_edition

    kept.forget()
    of_edition.forget()


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
