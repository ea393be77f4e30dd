"""Django's storage for a bucket; imported only where STORAGE_BUCKET_URL is set, since it needs the extra "s3"."""

import contextlib

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

LENIENT = Config(
    # Newer clients send checksums that several S3-compatible stores refuse; what none of them needs is left out.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    # Somebody waits: a store that is away is said to be so within seconds, not minutes.
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 2},
)


class StoreError(OSError):
    """The store did not do what it was asked, or did not answer; what it said is the cause."""


@contextlib.contextmanager
def as_oserror():
    """A bucket fails as a disk does, so that nobody else has to know which of them holds the photos."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise StoreError(str(error)) from error


class BucketStorage(S3Storage):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.client_config = self.client_config.merge(LENIENT)

    @as_oserror()
    def _open(self, name, mode="rb"):
        file = super()._open(name, mode)
        # What is read is fetched now, so that a failure is told here.
        return file.open() if "r" in mode else file

    @as_oserror()
    def _save(self, name, content):
        return super()._save(name, content)

    @as_oserror()
    def delete(self, name):
        super().delete(name)

    @as_oserror()
    def exists(self, name):
        return super().exists(name)

    @as_oserror()
    def listdir(self, name):
        return super().listdir(name)

    @as_oserror()
    def size(self, name):
        return super().size(name)

    @as_oserror()
    def get_modified_time(self, name):
        return super().get_modified_time(name)
