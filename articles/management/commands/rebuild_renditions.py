"""Bring the renditions of every photo in line with the widths, formats and facts of now."""

from collections import Counter

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles import images, rendition_work, withheld
from articles.models import Photo


class Command(BaseCommand):
    help = "Make renditions that are missing or out of date; can be stopped and started again, and says which originals are broken."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
        parser.add_argument(
            "--verify", action="store_true", help="also look whether the files of current photos are there"
        )
        parser.add_argument("--from", type=int, default=0, dest="first", help="begin at the photo of this number")

    def handle(self, *args, dry_run, verify, first, **options):
        outcomes, broken = Counter(), []
        if not dry_run:
            withheld.withhold_earlier()
        photos = Photo.objects.filter(pk__gte=first).order_by("pk")
        for photo in tqdm(photos.iterator(chunk_size=200), total=photos.count(), unit=" photos", disable=None):
            try:
                is_due = rendition_work.is_due(photo) or (verify and bool(rendition_work.missing_files(photo)))
                if is_due and not dry_run:
                    rendition_work.complete(photo, anew=verify)
            except (images.UnreadableImage, OSError) as error:
                broken.append((photo, error))
                # Where the place of the files is away, nothing is known of them.
                is_known = isinstance(error, (images.UnreadableImage, FileNotFoundError))
                if is_known and not dry_run:
                    rendition_work.show_placeholder_unless_kept(photo)
            else:
                outcomes[is_due] += 1
        removed = 0 if dry_run else rendition_work.sweep_superseded()
        for photo, error in broken:
            self.stderr.write(
                _("Photo %(number)s (%(title)s) cannot be made: %(reason)s")
                % {"number": photo.pk, "title": photo.title, "reason": error}
            )
        self.stdout.write(
            _("%(made)s photos made, %(kept)s as they were, %(broken)s broken; %(removed)s superseded files deleted.")
            % {"made": outcomes[True], "kept": outcomes[False], "broken": len(broken), "removed": removed}
        )
