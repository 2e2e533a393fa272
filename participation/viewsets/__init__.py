"""How the CMS manages this room's models."""
