"""Files in an S3-compatible store instead of a folder: what STORAGE_BUCKET_URL means, as Django's STORAGES.

    https://KEY:SECRET@s3.example.com/bucket?region=ap-southeast-3&public_url=https://foto.example.id

Renditions lie under public/, originals under originals/. Nothing is given an access list, since many stores have switched those off:
the bucket's own policy opens public/ and nothing else to readers. Needs the extra "s3" (pip install '.[s3]').
"""

from urllib.parse import parse_qs, unquote, urlsplit

BACKEND = "newsroom.bucket_storage.BucketStorage"
# What browsers and caches are told of a rendition, whose name changes with its pixels. Caches that many share ask again after an hour,
# so that the photo of a withdrawn story leaves them as well (articles/withheld.py).
KEPT = f"public, max-age={365 * 24 * 60 * 60}, s-maxage=3600, immutable"


class BucketURLError(ValueError):
    """STORAGE_BUCKET_URL says too little; the text says what is missing."""


def storages(url):
    """{"default": …, "originals": …} for Django's STORAGES; raises BucketURLError."""
    parts, query = urlsplit(url), parse_qs(urlsplit(url).query)
    bucket = parts.path.strip("/")
    if parts.scheme not in ("http", "https") or not parts.hostname or not bucket or "/" in bucket:
        raise BucketURLError("STORAGE_BUCKET_URL is written as https://KEY:SECRET@host/bucket?public_url=https://…")
    endpoint = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    shared = {
        "endpoint_url": endpoint,
        "bucket_name": bucket,
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": query.get("region", [None])[0],
        "addressing_style": query.get("addressing", ["path"])[0],
        "signature_version": "s3v4",
        "default_acl": None,
        # A name is never used twice: originals are named by chance, renditions by what is in them.
        "file_overwrite": False,
    }
    public = urlsplit(public_url(url))
    return {
        "default": {
            "BACKEND": BACKEND,
            "OPTIONS": {
                **shared,
                "location": "public",
                "querystring_auth": False,
                "custom_domain": public.netloc + public.path,
                "url_protocol": f"{public.scheme}:",
                "object_parameters": {"CacheControl": KEPT},
            },
        },
        # Whoever asks for the address of an original gets one that is signed and soon over.
        "originals": {
            "BACKEND": BACKEND,
            "OPTIONS": {**shared, "location": "originals", "querystring_auth": True, "querystring_expire": 300},
        },
    }


def public_url(url):
    """Where readers fetch renditions: `public_url` of the query, which stands for the bucket's root, or the bucket itself."""
    parts, query = urlsplit(url), parse_qs(urlsplit(url).query)
    port = f":{parts.port}" if parts.port else ""
    return query.get("public_url", [f"{parts.scheme}://{parts.hostname}{port}{parts.path}"])[0].rstrip("/")
