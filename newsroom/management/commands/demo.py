"""Start a full news site with one command: migrate, load the demo content once, create its staff, serve."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from articles.demo import loader, staff
from newsroom import first_start
from newsroom.server import Address, AddressError, run


class Command(BaseCommand):
    help = "Migrate, load the demo newsroom once, create one account for each role, and serve the site."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "address", nargs="?", default="127.0.0.1:8000", help="[address:]port, 127.0.0.1:8000 by default"
        )
        parser.add_argument(
            "--allow-remote", action="store_true", help="listen on an address that others reach, with random passwords"
        )
        parser.add_argument("--no-serve", action="store_true", help="prepare everything and stop before serving")

    def handle(self, *args, address, allow_remote, no_serve, **options):
        started = time.monotonic()
        try:
            address = Address.parse(address)
            if not address.is_loopback and not allow_remote:
                raise CommandError(
                    _("%(host)s can be reached by others; add --allow-remote, which sets random passwords.")
                    % {"host": address.host}
                )
            if not no_serve:
                address.require_free()
            first_start.require_writable()
            self.prepare()
        except (AddressError, first_start.NotWritable, DatabaseError, OSError) as error:
            raise CommandError(error) from error
        passwords = {} if address.is_loopback else staff.set_random_passwords()
        self.introduce(address, passwords)
        self.stdout.write(
            _("Ready after %(seconds).0f s; Ctrl+C stops the site.") % {"seconds": time.monotonic() - started}
        )
        self.stdout.flush()
        if not no_serve:
            run(address, any_host=not address.is_loopback)

    def prepare(self):
        first_start.ensure_secret()
        self.stdout.write(_("Preparing the database and the static files…"))
        call_command("migrate", verbosity=0, interactive=False)
        first_start.ensure_static_files()
        if loader.is_loaded():
            self.stdout.write(_("The stories are there already; they are left as they are."))
        else:
            self.stdout.write(_("Drawing the photos and writing the stories of the demo newsroom…"))
            loader.load(progress=True)
        staff.ensure()

    def introduce(self, address, passwords):
        """Print the addresses and the logins."""
        site, desk, superuser = _("Site"), _("Desk"), _("Superuser")
        self.stdout.write(f"\n  {site:<6} {address.url}/\n  {desk:<6} {address.url}/admin/\n\n")
        well_known = {user.username for user in staff.with_well_known_passwords()}
        for username, (role, *_names) in staff.ACCOUNTS.items():
            if username in passwords:
                password = passwords[username]
            elif username in well_known:
                password = staff.well_known_password(username)
            else:
                password = _("(changed)")
            self.stdout.write(f"  {username:<10} {password:<18} {role or superuser}")
        self.stdout.write("")
