"""Pages and charts: the one maker of HTML, and the one look of all figures."""
