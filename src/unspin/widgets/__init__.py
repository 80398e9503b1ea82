"""What students click and type in: Python, JavaScript and CSS of each widget side by side."""
