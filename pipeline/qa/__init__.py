"""Checking an extraction against labels and against other extractions."""
