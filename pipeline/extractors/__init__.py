"""Extractors: the cascade from typed spans to facts, and its spaCy components."""
