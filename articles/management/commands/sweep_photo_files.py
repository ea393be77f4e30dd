"""Delete files that no photo has: what a process left that died in the middle of an upload."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles import rendition_work


class Command(BaseCommand):
    help = "Delete originals and renditions that belong to no photo and are older than a day."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="name the files and delete nothing")

    def handle(self, *args, dry_run, **options):
        count = 0
        for storage, name in rendition_work.orphans():
            count += 1
            if dry_run:
                self.stdout.write(name)
            else:
                storage.delete(name)
        message = (
            _("%(count)s files belong to no photo.")
            if dry_run
            else _("%(count)s files that belonged to no photo were deleted.")
        )
        self.stdout.write(message % {"count": count})
