"""The tagger: Python, JavaScript and CSS side by side."""
