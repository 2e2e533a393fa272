"""Forms of the map's room."""
