"""What the thread is about."""

TITLE = "A second borehole at the school"
ROOM, GOATS = "A room for the youth club", "Goats for ten households"
#: Of 30,000 every voter has a third: two reach for the borehole, two for the goats.
BALLOTS = ((TITLE, GOATS), (TITLE,), (ROOM, GOATS))
VILLAGE = "XK0201"
