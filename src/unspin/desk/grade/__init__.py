"""From hand-ins to the result table."""
