"""Files that leave this room: the report on a district."""
