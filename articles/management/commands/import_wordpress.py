"""Bring in the stories of a WordPress site; see docs/importing.md."""

import zoneinfo
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from articles.models import Imported
from articles.transfer import pictures, wxr
from articles.transfer.archive import Archive, Photos
from articles.transfer.record import Filed
from articles.transfer.wordpress import Newspaper

# Of what went wrong so many are named; more help nobody at a terminal.
NAMED = 10


class Command(BaseCommand):
    help = "Bring in the stories of a WordPress export (WXR), with their authors, sections, tags, photos and old addresses."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="the XML files of one export")
        photos = parser.add_mutually_exclusive_group()
        photos.add_argument("--uploads", metavar="FOLDER", help="a copy of wp-content/uploads, to take photos from")
        photos.add_argument("--download", action="store_true", help="fetch photos from the old site")
        parser.add_argument(
            "--zone",
            default=settings.TIME_ZONE,
            help="the old site's time zone, for times that the export has no UTC of",
        )
        parser.add_argument(
            "--section", default="berita", metavar="SLUG", help="the section for stories without a category"
        )
        parser.add_argument("--dry-run", action="store_true", help="read everything, write nothing")

    def handle(self, *args, files, **options):
        if Imported._meta.db_table not in connection.introspection.table_names():
            raise CommandError(_("The database has no tables yet; run: manage.py migrate"))
        place = self._place(options)
        try:
            zone = zoneinfo.ZoneInfo(options["zone"])
        except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
            raise CommandError(
                _("“%(zone)s” is no time zone; write it as Asia/Jakarta.") % {"zone": options["zone"]}
            ) from error
        name = options["section"].replace("-", " ")
        section = Filed(slugify(name) or "berita", name[:1].upper() + name[1:])
        try:
            newspaper = Newspaper(files, zone=zone, default_section=section)
            if options["dry_run"]:
                self._rehearse(newspaper)
            else:
                self._import(newspaper, place)
        except wxr.Unreadable as error:
            raise CommandError(str(error)) from error
        self._tell_of_reading(newspaper)

    def _place(self, options):
        if not options["uploads"]:
            return pictures.OldSite() if options["download"] else None
        if not Path(options["uploads"]).is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": options["uploads"]})
        return pictures.Folder(options["uploads"])

    def _rehearse(self, newspaper):
        wanted = set()
        known = Imported.objects.filter(source=newspaper.survey.source, kind=Imported.Kind.STORY)
        known = set(known.values_list("number", flat=True))
        states = Counter()
        for story in self._progress(newspaper, photo_of=wanted.add):  # which answers None: nothing is taken in
            states["known" if story.number in known else story.status] += 1
        self.stdout.write(
            _(
                "Nothing was written. It would be: %(approved)s published or scheduled, %(review)s in review, %(draft)s drafts; %(known)s are here already; %(photos)s photos."
            )
            % {**{name: states[name] for name in ("approved", "review", "draft", "known")}, "photos": len(wanted)}
        )

    def _import(self, newspaper, place):
        photos = Photos(newspaper.survey.source, newspaper.survey.attachments, place)
        archive = Archive(newspaper.survey.source)
        try:
            for _done in archive.write(self._progress(newspaper, photo_of=photos.number_of)):
                pass
        except KeyboardInterrupt as error:
            raise CommandError(
                _("Stopped after %(done)s stories; the same command goes on from there.")
                % {"done": sum(archive.outcomes.values())},
                returncode=130,
            ) from error
        except DatabaseError as error:
            raise CommandError(
                _(
                    "The database did not take a story (%(reason)s); nothing of it is left, and the same command goes on from there."
                )
                % {"reason": " ".join(str(error).split())}
            ) from error
        self._tell_of_stories(archive)
        self._tell_of_photos(photos)

    def _progress(self, newspaper, *, photo_of):
        return tqdm(newspaper.stories(photo_of), total=newspaper.survey.stories, unit=" stories", disable=None)

    def _tell_of_stories(self, archive):
        outcomes = archive.outcomes
        self.stdout.write(
            _("%(new)s stories are new, %(updated)s changed, %(same)s the same.")
            % {name: outcomes[name] for name in ("new", "updated", "same")}
        )
        if count := outcomes["edited_here"]:
            self.stdout.write(_("%(count)s have changed there, but were edited here: left alone.") % {"count": count})
        if count := outcomes["deleted_here"]:
            self.stdout.write(_("%(count)s were deleted here and stay away.") % {"count": count})
        if archive.not_redirected:
            self.stdout.write(
                _("%(count)s old addresses cannot be redirected:") % {"count": len(archive.not_redirected)}
            )
            self._list(f"{number}: {address}" for number, address in archive.not_redirected)

    def _tell_of_photos(self, photos):
        if photos.taken:
            self.stdout.write(
                ngettext("%(count)s photo came in.", "%(count)s photos came in.", photos.taken)
                % {"count": photos.taken}
            )
        if photos.waiting:
            self.stdout.write(
                _("%(count)s photos wait: run the command again with --uploads FOLDER or --download.")
                % {"count": len(photos.waiting)}
            )
        if photos.missing:
            self.stdout.write(_("%(count)s photos could not be taken in:") % {"count": len(photos.missing)})
            self._list(f"{address}: {why}" for address, why in photos.missing.values())

    def _tell_of_reading(self, newspaper):
        for reason, count in newspaper.skipped.items():
            self.stdout.write(_("Left out: %(count)s %(reason)s.") % {"count": count, "reason": reason})
        if newspaper.shortcodes:
            names = ", ".join(f"[{name}] {count}×" for name, count in newspaper.shortcodes.most_common(NAMED))
            self.stdout.write(
                _("Shortcodes of plugins were taken out, what they hold stayed: %(names)s.") % {"names": names}
            )
        if elsewhere := newspaper.pictures_elsewhere:
            self.stdout.write(_("%(count)s pictures are no attachments of this export:") % {"count": len(elsewhere)})
            self._list(f"{number}: {address}" for number, address in elsewhere)

    def _list(self, lines):
        lines = list(lines)
        for line in lines[:NAMED]:
            self.stdout.write(f"  {line}")
        if len(lines) > NAMED:
            self.stdout.write(_("  … and %(count)s more") % {"count": len(lines) - NAMED})
