"""What is said and how: errors, plain words, names of people."""
