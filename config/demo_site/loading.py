"""Load the whole demonstration, and write down who may sign in to it."""

from django.db import transaction

from config.demo.people import accounts, password, second_of
from config.demo_site.communities import load_communities
from config.demo_site.desk import load_desk
from config.demo_site.feedback import load_feedback, trial_follow_up
from config.demo_site.initiatives import load_initiatives
from config.demo_site.meetings import load_meetings
from config.demo_site.pages import load_pages
from config.demo_site.paper import Clerks
from config.demo_site.people import committees, load_people
from config.demo_site.places import load_places
from config.demo_site.presence import welcome_file
from config.demo_site.proposals import load_proposals
from config.demo_site.questions import follow_up_codes, load_questions
from config.demo_site.roles import invitation_code, load_roles
from config.demo_site.rounds import load_rounds, trial_codes
from participation.enums import Body


@transaction.atomic
def load_everything() -> None:
    """Fill an empty, migrated database with the made-up district."""
    load_places()
    communities = load_communities()
    users = load_people(communities)
    actors = {account.role: users[account.email] for account in reversed(accounts())}
    load_roles(communities, users)
    initiatives = load_initiatives(communities, actors, committees(users))
    load_proposals(actors["steward"])
    load_desk(communities, actors)
    load_feedback(communities, initiatives, actors)
    clerks = Clerks(
        first=users[second_of("staff")], second=actors["staff"], third=actors["admin"]
    )
    load_rounds(
        communities,
        initiatives,
        users,
        committees(users),
        clerks,
        {body: actors[body.value] for body in Body},
    )
    load_meetings(communities, initiatives, actors, committees(users))
    load_pages(communities, initiatives, actors["editor"])
    load_questions(initiatives, users)


def write_welcome() -> None:
    """Write the accounts and the passes of the open vote beside the database."""
    lines = [f"  Demonstration accounts (password: {password()})"]
    lines += [
        f"    {account.email:<34} {account.role:<12} {account.title.en}"
        for account in accounts()
    ]
    lines += ["", "  Passes to vote with, each good for one ballot:"]
    lines += [f"    {code}" for code in trial_codes()]
    lines += ["", "  An invitation to a committee, to be answered at /invitation/:"]
    lines += [f"    {invitation_code().printed}"]
    lines += ["", "  Codes that lead back to a question, asked without an account:"]
    lines += [f"    {code}" for code in follow_up_codes()]
    lines += ["", "  A code to follow feedback up with, at /feedback/follow-up/:"]
    lines += [f"    {trial_follow_up()}"]
    welcome_file().write_text("\n".join(lines) + "\n", encoding="utf-8")
