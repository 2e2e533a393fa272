"""What changes in the map's room, one verb a module."""
