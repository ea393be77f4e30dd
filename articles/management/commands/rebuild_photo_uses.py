"""Write down anew where photos are used, after an import that went past the models."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext
from tqdm import tqdm

from articles.models import PhotoUse


class Command(BaseCommand):
    help = "Write down anew which photos each story uses; needed only after an import that wrote past the models."

    def handle(self, *args, **options):
        done = 0
        with tqdm(unit=" stories", disable=None) as bar:
            for done in PhotoUse.objects.rebuild():
                bar.update(done - bar.n)
        self.stdout.write(
            ngettext(
                "The photos of %(count)d story are written down.",
                "The photos of %(count)d stories are written down.",
                done,
            )
            % {"count": done}
        )
