"""What pages ask about rounds, passes, ballots and results."""
