"""Pages and data of the map; all of it from released cells."""
