"""Forms of accounts, rounds and ballots."""
