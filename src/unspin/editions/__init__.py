"""Every form in which the course leaves this folder, and the build that keeps it fresh."""
