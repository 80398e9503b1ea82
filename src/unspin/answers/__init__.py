"""What a student gives: the answers file, what it may hold, where it lies, and the key beside it."""
