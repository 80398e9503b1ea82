"""What a student is told about a hand-in."""
