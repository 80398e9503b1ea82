"""What is read: articles, tag sets, claims, sources, rewrites, and the library that finds them."""
