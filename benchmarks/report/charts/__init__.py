"""Charts of results, as SVG by matplotlib."""
