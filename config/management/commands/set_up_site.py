"""Create the first pages of a new site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.site_tree import SiteTreeExistsError, plant_site_tree


class Command(BaseCommand):
    """`set_up_site --host homeground.example`."""

    help = "Create home, communities, updates and about in every language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="localhost", help="the site's host name")
        parser.add_argument("--port", type=int, default=443)
        parser.add_argument("--name", default="Homeground", help="the site's name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plant the tree, once."""
        try:
            branches = plant_site_tree(
                options["name"], options["host"], options["port"]
            )
        except SiteTreeExistsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"First pages created: {', '.join(sorted(branches))}.")
