"""Delete for good the stories that have lain in the desk's bin for thirty days; opening the bin does the same."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article

BATCH = 100


class Command(BaseCommand):
    help = "Delete for good the stories that have lain in the bin for thirty days."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only name them")

    def handle(self, *args, dry_run, **options):
        if dry_run:
            for number, headline in Article.objects.past_bin().values_list("pk", "headline").iterator():
                self.stdout.write(f"{number}\t{headline}")
            self.stdout.write(_("Nothing was deleted."))
            return
        total = 0
        while gone := Article.objects.empty_bin(at_most=BATCH):
            total += gone
        self.stdout.write(
            ngettext("%(count)d story deleted for good.", "%(count)d stories deleted for good.", total)
            % {"count": total}
        )
