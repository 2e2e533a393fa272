"""Forget somebody's phone and codes, so that they can set up others."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation.models import User
from participation.services.second_factor import remove_second_factor


class Command(BaseCommand):
    """`remove_second_factor EMAIL`, after making sure that it is they who ask."""

    help = "Remove two-step sign-in from an account whose phone and codes are lost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("email", help="address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove it."""
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"No account has the address {options['email']}.")
        if not remove_second_factor(user, by=None):
            raise CommandError("This account has no two-step sign-in.")
        self.stdout.write("Removed. They are told by mail, and can set up another.")
