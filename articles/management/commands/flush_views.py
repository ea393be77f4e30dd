"""Tidy the counts of views now, and work the standings out anew where that is asked for."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles import popularity, readings


class Command(BaseCommand):
    help = (
        "Add hourly counts that are older than sixty days up to days. "
        "Serving processes fold the views that they took every second, and when they stop; this command cannot reach into their "
        "memory and need not. They tidy old counts by themselves as well, once an hour: run it where none serves, or to have it "
        "done at once. Safe to run at any time, and twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--recount",
            action="store_true",
            help="also work every standing out anew from the counts: after POPULARITY_HALF_LIFE_HOURS has changed",
        )

    def handle(self, *args, recount, **options):
        popularity.flush()
        rolled = 0
        while hours := readings.roll_up():
            rolled += hours
        while readings.forget_folds():
            pass
        self.stdout.write(_("%(count)d hours were added up to days.") % {"count": rolled})
        if recount:
            recounted = looked_at = 0
            for done, seen in popularity.recount_all():
                recounted, looked_at = recounted + done, looked_at + seen
            self.stdout.write(
                _("%(count)d of %(all)d standings were worked out anew.") % {"count": recounted, "all": looked_at}
            )
            if recounted < looked_at:
                self.stdout.write(_("The rest have no counts or are being saved just now; run it again to be sure."))
