"""The result table as gradebooks and spreadsheets, and what a teacher adds to it."""
