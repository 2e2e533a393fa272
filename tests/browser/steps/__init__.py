"""The steps of the thread: each a function whose docstring says what a person did."""
