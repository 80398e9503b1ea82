"""What an answer earns and what is said about it. Runs no student code."""
