"""Fill the site with any number of stories, for benchmarks; see articles/demo/bulk.py."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.demo import bulk
from articles.demo.bulk_cast import MOST_AUTHORS, MOST_TAGS
from articles.demo.bulk_story import LARGEST_NUMBER
from articles.models import Article

# option: (default, smallest, largest, help)
NUMBERS = {
    "articles": (None, 1, LARGEST_NUMBER, "how many stories of this seed the site shall have"),
    "seed": (1, 0, 999_999, "other seeds make other stories"),
    "photos": (
        None,
        0,
        1_000_000,
        "photo rows to add that share the pictures of others; 0 draws none for an empty archive",
    ),
    "authors": (200, 1, MOST_AUTHORS, "authors who write them"),
    "tags": (2000, 1, MOST_TAGS, "tags they are filed under"),
    "batch": (5000, 1, 50_000, "stories in a transaction"),
}


class Command(BaseCommand):
    help = (
        "Make any number of deterministic stories; run again it goes on where it was stopped, and then adds nothing."
    )

    def add_arguments(self, parser):
        for name, (default, _smallest, _largest, text) in NUMBERS.items():
            parser.add_argument(f"--{name}", type=int, default=default, required=name == "articles", help=text)

    def handle(self, *args, **options):
        wanted = {name: options[name] for name in NUMBERS}
        for name, (_default, smallest, largest, _text) in NUMBERS.items():
            if wanted[name] is not None and not smallest <= wanted[name] <= largest:
                raise CommandError(
                    _("--%(name)s must be a number from %(smallest)s to %(largest)s.")
                    % {"name": name, "smallest": smallest, "largest": largest}
                )
        if Article._meta.db_table not in connection.introspection.table_names():
            raise CommandError(_("The database has no tables yet; run: manage.py migrate"))
        total, seed = wanted.pop("articles"), wanted.pop("seed")
        before, done = self._load(total, seed, **wanted)
        self.stdout.write(
            _("%(added)s stories of seed %(seed)s added; there are %(done)s.")
            % {"added": done - before, "seed": seed, "done": done}
        )
        if done > before:
            self.stdout.write(_("Search does not know them yet; run: manage.py rebuild_search"))

    def _load(self, total, seed, **wanted):
        """Load behind a progress bar; how many stories there were before, and are now."""
        progress = bulk.load(total, seed, **wanted)
        before = done = next(progress)
        with tqdm(total=max(total, before), initial=before, unit=" stories", disable=None) as bar:
            try:
                for done in progress:
                    bar.update(done - bar.n)
            except KeyboardInterrupt as error:
                raise CommandError(
                    _("Stopped at %(done)s of %(total)s stories; the same command goes on from there.")
                    % {"done": done, "total": total},
                    returncode=130,
                ) from error
        return before, done
