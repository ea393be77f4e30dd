"""Every setting of the site, once; the only file that reads the environment.

A variable's presence switches an integration on; docs/configuration.md describes each.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from newsroom import bucket

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")  # a missing file is no error

# -- The site ---------------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)

# `demo` writes this file at its first start. An empty key stops `serve` and the WSGI application.
SECRET_KEY_FILE = BASE_DIR / ".secret_key"
SECRET_KEY = env.str(
    "SECRET_KEY",
    default=(
        "insecure-development-key"
        if DEBUG
        else SECRET_KEY_FILE.read_text().strip()
        if SECRET_KEY_FILE.exists()
        else ""
    ),
)

SITE_NAME = env.str("SITE_NAME", default="Kabar Mandala")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
SERVED_OVER_HTTPS = _site.scheme == "https"

# The site's own host always: whole pages are built for it (newsroom/page_cache.py).
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]), _site.hostname]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SITE_ID = 1  # of the one row of django.contrib.sites, which follows the two above

# -- Applications -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "django_prose_editor",
    "taggit",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.redirects",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "articles",  # last: its roles need the permissions that auth makes after a migrate
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.content_security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.staff_cookie.StaffCookieMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "newsroom.old_addresses.OldAddressesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.views.masthead",
            ],
        },
    },
]

# -- Database, cache --------------------------------------------------------------------------------------------------

# Left empty it counts as unset.
_database_url = env.str("DATABASE_URL", default="") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
if urlsplit(_database_url).scheme not in ("sqlite", "postgres", "postgresql"):
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
DATABASES = {"default": env.db_url_config(_database_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for a writer in WAL mode; a writer takes its lock at BEGIN, so it cannot fail half-way.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that went away without a word is noticed within seconds, so that pages from memory take over (libpq's names).
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DATABASES["default"]["CONN_MAX_AGE"] = 600

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL := env.str("REDIS_URL", default=""):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}

# Whole public pages kept in each serving process (newsroom/page_cache.py); none where templates are being written.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=0 if DEBUG else 256 * 1024 * 1024)
# What caches in front are told (s-maxage): a reader behind one sees an editor's change up to this many seconds later.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=1)

# -- Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="id")
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Jakarta")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["newsroom.formats"]

# -- Files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files that have to stand at the root of the site, such as favicon.ico.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
# Source maps are for a developer's tools: large, seldom asked for, slow to compress.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *("jpg", "jpeg", "png", "gif", "webp", "avif", "woff", "woff2", "gz", "br"),
    "map",
]

# Renditions are public; the untouched originals of photos are not, so they have a folder that no address leads to.
MEDIA_URL = env.str("MEDIA_URL", default="/media/")
MEDIA_FOLDER = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
MEDIA_ROOT = MEDIA_FOLDER / "public"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_FOLDER / "originals", "base_url": None},
    },
    "staticfiles": {"BACKEND": "newsroom.static_storage.StaticStorage"},
}
if STORAGE_BUCKET_URL := env.str("STORAGE_BUCKET_URL", default=""):
    STORAGES |= bucket.storages(STORAGE_BUCKET_URL)
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# -- Photos -----------------------------------------------------------------------------------------------------------

PHOTO_MAX_BYTES = 40 * 1024 * 1024
PHOTO_MAX_PIXELS = 120_000_000
PHOTO_MAX_AT_ONCE = 60  # files in one upload without script
RENDITIONS_IN_BACKGROUND = True  # a thread of each serving process makes what can wait

# -- Body editor ------------------------------------------------------------------------------------------------------

# Our own extensions: their scripts, and the tags they add to the allow-list that articles/body.py names.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy(f"editor/{script}.js")], "extensions": {name: allowed}}
    for name, script, allowed in (
        ("Attribution", "attribution", html_tags(["footer"])),
        ("InlinePhoto", "inline-photo", html_tags(["figure", "figcaption"], {"figure": ["data-photo", "data-alt"]})),
        ("RelatedStory", "related-story", html_tags(["aside"], {"aside": ["data-article"]})),
        ("Embed", "embed", html_tags(["figure"], {"figure": ["data-embed"]})),
        ("InternalLink", "internal-link", html_tags([])),
        ("CleanPaste", "clean-paste", html_tags([])),
        ("PlainMarkup", "plain-markup", html_tags([])),
    )
]

# -- Found: what search engines and other machines are told --------------------------------------------------------

# Nothing of this leaves the machine, and no address of it exists, unless it is set.
WEBSUB_HUB_URL = env.str("WEBSUB_HUB_URL", default="")
INDEXNOW_KEY = env.str("INDEXNOW_KEY", default="")
INDEXNOW_URL = env.str("INDEXNOW_URL", default="https://api.indexnow.org/indexnow")
ADS_TXT = env.str("ADS_TXT", multiline=True, default="")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")

# -- Readership -------------------------------------------------------------------------------------------------------

# In "Populer" a view counts half as much after so many hours; after a change run `flush_views --recount`.
POPULARITY_HALF_LIFE_HOURS = env.float("POPULARITY_HALF_LIFE_HOURS", default=12)
# How long views gather in a process: with the fold itself less than the two seconds that a killed one may lose.
VIEWS_FOLD_SECONDS = 1  # 0: no thread folds, `popularity.flush()` does

# -- Right of reply ----------------------------------------------------------------------------------------------------

# Days after the answer until `forget_requests` blanks who asked and what they wrote.
REPLY_RETENTION_DAYS = env.int("REPLY_RETENTION_DAYS", default=365)

# -- Security ---------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "articles.admin.lost_session.csrf_failure"

# A whole newsroom stands behind one address, so a lock concerns one name from one address, and ends by itself.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True

SESSION_COOKIE_SECURE = SERVED_OVER_HTTPS
CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SERVED_OVER_HTTPS)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if SERVED_OVER_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SERVED_OVER_HTTPS
SECURE_HSTS_PRELOAD = SERVED_OVER_HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Forwarded headers are believed only where the operator says that a proxy sets them.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"  # the desk lifts it for its own previews

_media_origin = [MEDIA_URL] if MEDIA_URL.startswith("http") else []
if STORAGE_BUCKET_URL:
    _media_origin.append("{0.scheme}://{0.netloc}".format(urlsplit(bucket.public_url(STORAGE_BUCKET_URL))))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *_media_origin],
        # The players of embeds (articles/embeds.py); a page asks for one only when its reader does.
        "frame-src": [
            SELF,
            "https://www.youtube-nocookie.com",
            "https://platform.twitter.com",
            "https://www.instagram.com",
            "https://www.tiktok.com",
        ],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# -- Logging ----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}
