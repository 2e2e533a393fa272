"""Database back ends and the native libraries that they stand on."""
