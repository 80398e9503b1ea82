"""The lessons as a course folder of nbgrader."""
