"""Django's storage for a bucket; imported only where STORAGE_BUCKET_URL is set, since it needs the extra "s3"."""

from botocore.config import Config
from storages.backends.s3 import S3Storage

# Newer clients send checksums that several S3-compatible stores refuse; what none of them needs is left out.
LENIENT = Config(request_checksum_calculation="when_required", response_checksum_validation="when_required")


class BucketStorage(S3Storage):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.client_config = self.client_config.merge(LENIENT)
