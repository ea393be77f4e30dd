"""STORAGE_BUCKET_URL: what the two storages are told, read by a start of the site."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from newsroom import bucket

URL = "https://KUNCI:rahasia%2F1@s3.contoh.example:9000/foto?region=ap-southeast-3&public_url=https://foto.contoh.example"


def test_renditions_are_public_and_originals_are_not():
    """CONVENTIONS P12, P13."""
    public, private = (bucket.storages(URL)[name]["OPTIONS"] for name in ("default", "originals"))
    assert (public["location"], private["location"]) == ("public", "originals")
    assert public["querystring_auth"] is False and private["querystring_auth"] is True
    assert public["custom_domain"] == "foto.contoh.example" and "custom_domain" not in private
    for options in (public, private):
        assert options["endpoint_url"] == "https://s3.contoh.example:9000"
        assert (options["access_key"], options["secret_key"]) == ("KUNCI", "rahasia/1")
        assert options["file_overwrite"] is False and options["default_acl"] is None


@pytest.mark.parametrize("url", ["s3://foto", "https://s3.contoh.example", "https://s3.contoh.example/a/b", "foto"])
def test_an_address_that_says_too_little_stops_the_start(url):
    with pytest.raises(bucket.BucketURLError):
        bucket.storages(url)


def test_a_start_with_a_bucket_uses_it_and_lets_pages_show_its_pictures():
    program = (
        "import json; from django.conf import settings as s; "
        "print(json.dumps([s.STORAGES['default'], s.STORAGES['originals'], s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']]))"
    )
    environment = os.environ | {"STORAGE_BUCKET_URL": URL, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    default, originals, sources = json.loads(run.stdout)
    assert default["BACKEND"] == originals["BACKEND"] == bucket.BACKEND
    assert "https://foto.contoh.example" in sources
