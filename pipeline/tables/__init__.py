"""The tables of a run: what their columns are, and how records become rows."""
