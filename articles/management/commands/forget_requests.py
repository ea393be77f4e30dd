"""Remove the personal data of requests for the right of reply whose time of keeping is over (CONVENTIONS D5)."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import ReplyRequest


class Command(BaseCommand):
    help = "Remove the personal data of requests for the right of reply that were answered long ago."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only name them")

    def handle(self, *args, dry_run, **options):
        due = ReplyRequest.objects.past_retention()
        if dry_run:
            for reference in due.values_list("reference", flat=True).iterator():
                self.stdout.write(reference)
            self.stdout.write(_("Nothing was removed."))
            return
        gone = due.order_by().forget()
        text = ngettext("%(count)d request forgotten.", "%(count)d requests forgotten.", gone)
        self.stdout.write(text % {"count": gone})
