"""Serve the site with the production server."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.demo import staff
from newsroom.server import BLOCKING_THREADS, Address, AddressError, run


class Command(BaseCommand):
    help = "Serve the site with the production server; run migrate and collectstatic before it."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "address", nargs="?", default="127.0.0.1:8000", help="[address:]port, 127.0.0.1:8000 by default"
        )
        parser.add_argument("--workers", type=int, default=1, help="serving processes (default 1)")
        parser.add_argument(
            "--threads", type=int, default=BLOCKING_THREADS, help=f"threads a process (default {BLOCKING_THREADS})"
        )

    def handle(self, *args, address, workers, threads, **options):
        try:
            settings.SECRET_KEY  # noqa: B018
            address = Address.parse(address)
            address.require_free()
        except ImproperlyConfigured as error:
            raise CommandError(_("SECRET_KEY is not set; the site does not start without it.")) from error
        except AddressError as error:
            raise CommandError(error) from error
        if not address.is_loopback and staff.with_well_known_passwords():
            raise CommandError(
                _(
                    "Demo accounts still have their well-known passwords, so the site is not opened to others. Run manage.py changepassword, or delete them."
                )
            )
        self.stdout.write(_("Serving at %(url)s") % {"url": address.url})
        run(address, workers=workers, threads=threads)
