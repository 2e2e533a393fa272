"""Catalogues of the interface, and how each language writes numbers and dates."""
