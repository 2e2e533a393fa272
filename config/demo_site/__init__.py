"""Puts the made-up district of `config.demo` into the database."""
