"""Make the search index anew; see articles/search/rebuild.py."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.models import Article, Photo, StoryTerms
from articles.search import engine, indexing, rebuild


class Command(BaseCommand):
    help = "Make the search index anew, beside a running site; --start goes on where it was stopped."

    def add_arguments(self, parser):
        parser.add_argument("--start", type=int, default=0, help="the number after which stories are indexed")
        parser.add_argument("--debts", action="store_true", help="only what renames have left to be done")

    def handle(self, *args, start, debts, **options):
        if StoryTerms._meta.db_table not in connection.introspection.table_names():
            raise CommandError(_("The database has no tables yet; run: manage.py migrate"))
        if debts:
            self.stdout.write(_("%(count)s stories looked at.") % {"count": indexing.pay_debts()})
            return
        if start < 0:
            raise CommandError(_("--start must be the number of a story."))
        for index in (engine.stories, engine.photos):
            index.prepare()
        stories = self._follow(rebuild.stories(start=start), Article.objects.filter(pk__gt=start), "stories")
        photos = self._follow(rebuild.photos(), Photo.objects.all(), "photos")
        for _count in rebuild.lost():
            pass
        indexing.pay_debts()
        self.stdout.write(
            _("The search index has %(stories)s stories and %(photos)s photos anew.")
            % {"stories": stories, "photos": photos}
        )

    def _follow(self, steps, things, unit):
        """Take the steps behind a progress bar; how many things they looked at."""
        last = done = 0
        with tqdm(total=things.count(), unit=f" {unit}", disable=None) as bar:
            try:
                for step in steps:
                    count, last = step
                    done += count
                    bar.update(count)
            except KeyboardInterrupt as error:
                raise CommandError(
                    _("Stopped; the same command with --start %(last)s goes on from there.") % {"last": last},
                    returncode=130,
                ) from error
        return done
