"""Reads of the communities' room."""
