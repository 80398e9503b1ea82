"""The class report: what a teacher reads before the next lesson."""
