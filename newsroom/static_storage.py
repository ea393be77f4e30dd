"""Static files under names that change with their content, as whitenoise keeps them; what a name leads to is looked up once."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._addresses = {}

    def url(self, name, force=False):  # noqa: FBT002 - as Django has it
        """As Django's, which does this anew for every file that a page names, though the manifest changes with a release alone."""
        if settings.DEBUG or force:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]
