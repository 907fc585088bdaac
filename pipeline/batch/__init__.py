"""Many reports in one run: planned, worked on in order or in parallel, and recorded."""
