"""Pages: each view parses, calls one service or query, and renders."""
