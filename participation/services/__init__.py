"""What changes rounds, passes and ballots; each verb is one transaction."""
