"""What a lesson is made of: cells, checks, tables to fill in, and the way from a solution to its exercise."""
