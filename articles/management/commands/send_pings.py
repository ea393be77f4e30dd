"""Tell feed hubs and search engines of what is due; a serving process does the same by itself every few seconds."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles import announcing


class Command(BaseCommand):
    help = "Tell the WebSub hub and IndexNow of stories that are new, updated or withdrawn, where they are configured."

    def handle(self, *args, **options):
        told = announcing.send_due()
        if not told:
            self.stdout.write(_("Nothing is sent: neither WEBSUB_HUB_URL nor INDEXNOW_KEY is set."))
        for channel, count in told.items():
            self.stdout.write(
                _("%(channel)s was told of %(count)d stories.") % {"channel": channel.label, "count": count}
            )
