"""Load the whole demonstration, or find that it is there already."""

from django.db import connection, transaction

from config.demo.people import DOMAIN, accounts
from config.demo_site.communities import load_communities
from config.demo_site.desk import load_desk
from config.demo_site.initiatives import load_initiatives
from config.demo_site.pages import load_pages
from config.demo_site.people import committees, load_people
from config.demo_site.places import load_places
from config.demo_site.proposals import load_proposals
from config.demo_site.rounds import load_rounds
from maps.models import AdminArea
from participation.models import User


class NotADemoError(Exception):
    """The database holds something else than the demonstration."""


def is_loaded() -> bool:
    """Whether the demonstration is in the database."""
    return User.objects.filter(email=accounts()[0].email).exists()


def refuse_real_data() -> None:
    """Raise NotADemoError on a server's database, or where somebody else has been."""
    if connection.vendor != "sqlite":
        raise NotADemoError(
            "The demonstration refuses a database server: its accounts have a "
            "published password. Unset DATABASE_URL."
        )
    strangers = User.objects.exclude(email__endswith=f"@{DOMAIN}").exists()
    if strangers or (AdminArea.objects.exists() and not is_loaded()):
        raise NotADemoError(
            "This database holds something else than the demonstration. Nothing was "
            "changed. Use DJANGO_SETTINGS_MODULE=config.settings.demo."
        )


@transaction.atomic
def load_everything() -> None:
    """Fill an empty, migrated database with the made-up district."""
    load_places()
    communities = load_communities()
    users = load_people(communities)
    actors = {account.role: users[account.email] for account in reversed(accounts())}
    initiatives = load_initiatives(communities, actors, committees(users))
    load_proposals(actors["steward"])
    load_desk(communities, actors)
    load_rounds(communities, initiatives, actors["staff"])
    load_pages(communities, initiatives, actors["editor"])
