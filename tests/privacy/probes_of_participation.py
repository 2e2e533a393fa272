"""Addresses to probe of the room of rounds and votes, meetings, questions and feedback."""

#: Of persons who vote and who sign in: tests/privacy/test_ballots_are_secret.py and
#: test_doors.py look at these; here they are only asked.
_VOTES = [
    "edit",
    "options",
    "parts",
    "roll",
    "desk",
    "desk/give-back",
    "who",
    "who/count",
    "tables",
    "observers",
    "passes",
    "passes/void",
    "open",
    "close",
    "cancel",
    "take-back",
    "discard",
]


def of_participation(planted):
    """Addresses by route, of everything that people take part in."""
    return {
        **_of_votes(planted),
        **_of_questions(planted),
        **_of_meetings(planted),
        **_of_feedback(),
    }


def _of_votes(planted):
    slug = planted.vote.slug
    of = "rounds/<slug:slug>/"
    return {
        "my/": ["/my/"],
        "invitation/": ["/invitation/"],
        "people/": ["/people/", "/people/?show=all"],
        "people/invitations/": ["/people/invitations/"],
        "people/invitations/new/": ["/people/invitations/new/"],
        "people/invitations/<int:pk>/withdraw/": ["/people/invitations/1/withdraw/"],
        **{
            f"people/stand-ins/<int:pk>/{verb}": [f"/people/stand-ins/1/{verb}"]
            for verb in ("", "end/")
        },
        **{
            f"people/<int:pk>/{verb}": [f"/people/{pk}/{verb}" for pk in (1, 2)]
            for verb in ("", "term/", "lay-down/", "named/", "stand-in/")
        },
        "rounds/": ["/rounds/"],
        of: [f"/rounds/{slug}/"],
        **{
            of + name: [f"/rounds/{slug}/{name}"]
            for name in (
                *("calendar.ics", "second-person/", "vote/"),
                *("result/", "result/poster.pdf", "ballots.pb", "adoption/"),
                "observer/",
            )
        },
        f"{of}second-person/passes/<int:batch>/": [
            f"/rounds/{slug}/second-person/passes/1/"
        ],
        f"{of}second-person/observers/<int:pk>/": [
            f"/rounds/{slug}/second-person/observers/1/"
        ],
        "rounds/manage/<slug:slug>/observers/<int:pk>/take-out/": [
            f"/rounds/manage/{slug}/observers/1/take-out/"
        ],
        "rounds/calendar.ics": ["/rounds/calendar.ics"],
        "rounds/manage/": ["/rounds/manage/"],
        "rounds/manage/new/": ["/rounds/manage/new/"],
        "rounds/manage/<slug:slug>/": [f"/rounds/manage/{slug}/"],
        **{
            f"rounds/manage/<slug:slug>/{verb}/": [f"/rounds/manage/{slug}/{verb}/"]
            for verb in _VOTES
        },
        **{
            f"rounds/manage/<slug:slug>/tables/<int:pk>/{verb}": [
                f"/rounds/manage/{slug}/tables/1/{verb}"
            ]
            for verb in ("", "pin/", "tally/", "lost/", "close/")
        },
        **{
            f"{of}table/<slug:key>/{name}": [
                f"/rounds/{slug}/table/ABCDEFGHJKLM/{name}"
            ]
            for name in ("", "worker.js", "begin/", "check/", "send/", "end/")
        },
        **{
            f"rounds/manage/<slug:slug>/passes/<int:batch>/{verb}": [
                f"/rounds/manage/{slug}/passes/1/{verb}"
            ]
            for verb in ("", "handed-out/", "renew/", "take-back/")
        },
        **{
            f"rounds/manage/<slug:slug>/paper/{name}": [
                f"/rounds/manage/{slug}/paper/{name}"
            ]
            for name in ("", "sheet/", "new/", "draw/")
        },
        **{
            f"rounds/manage/<slug:slug>/paper/<int:number>/{name}": [
                f"/rounds/manage/{slug}/paper/1/{name}"
            ]
            for name in ("", "table/", "give-back/", "sheets/", "entry/", "anew/")
        },
    }


def _of_questions(planted):
    """What residents ask: tests/participation/discussion looks at who reads what."""
    about = f"/questions/initiatives/{planted.initiative.reference}/"
    return {
        "follow/<slug:reference>.atom": [
            f"/follow/{planted.initiative.reference}.atom"
        ],
        "questions/queue/": ["/questions/queue/"],
        "follow/<slug:kind>/<slug:key>/": [
            f"/follow/initiatives/{planted.initiative.reference}/"
        ],
        "questions/follow-up/": ["/questions/follow-up/"],
        "questions/<int:pk>/": ["/questions/1/"],
        "questions/<slug:kind>/<slug:key>/": [about, "/questions/updates/x/"],
        "questions/<slug:kind>/<slug:key>/ask/": [f"{about}ask/"],
    }


def _of_meetings(planted):
    meeting = planted.meeting
    own, of = f"/meetings/{meeting.reference}/", "meetings/<slug:reference>/"
    keys = {
        "decisions": meeting.decisions.get().pk,
        "actions": meeting.action_points.get().pk,
        "pictures": meeting.decisions.get().pk,
    }
    steps = (
        *("calendar.ics", "work/", "edit/", "links/", "call-off/", "minutes/"),
        *("attendance/", "hand-in/", "send-back/", "publish/", "withdraw/"),
        "confirm/",
    )
    verbs = [*((what, "remove/") for what in keys), ("actions", "done/")]
    community = meeting.community.slug
    return {
        "meetings/": ["/meetings/", f"/meetings/?community={community}"],
        "meetings/call/": ["/meetings/call/"],
        "meetings/bodies/<int:pk>/": [f"/meetings/bodies/{meeting.body_id}/"],
        "meetings/calendar.ics": ["/meetings/calendar.ics"],
        "meetings/in/<slug:slug>/calendar.ics": [
            f"/meetings/in/{community}/calendar.ics"
        ],
        of: [own],
        **{of + step: [own + step] for step in steps},
        **{f"{of}{what}/<uuid:key>/": [f"{own}{what}/{keys[what]}/"] for what in keys},
        **{
            f"{of}{what}/<uuid:key>/{verb}": [f"{own}{what}/{keys[what]}/{verb}"]
            for what, verb in verbs
        },
    }


def _of_feedback():
    """What people say is looked for by tests/privacy/test_feedback_tells_nobody.py."""
    names = ("", "follow-up/", "answers/", "answers/publish/", "desk/", "desk/enter/")
    return {
        **{f"feedback/{name}": [f"/feedback/{name}"] for name in names},
        "feedback/answers/<int:pk>/withdraw/": ["/feedback/answers/1/withdraw/"],
        "feedback/desk/items/<slug:serial>/": ["/feedback/desk/items/ABCD/"],
    }
