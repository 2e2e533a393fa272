"""What the database itself keeps, beyond constraints."""
