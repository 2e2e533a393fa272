"""Reads of the map's room. Figures of returns come from released cells only."""
