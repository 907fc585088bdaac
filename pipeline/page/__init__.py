"""Pages in one HTML file: markup, style, script and data in one piece, nothing from outside."""
