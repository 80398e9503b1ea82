"""Figures of this article's numbers: the investigations, the harm, the coverage."""
