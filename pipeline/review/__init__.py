"""The review page: one HTML file in which a person checks an extraction and corrects labels.

`pages.build_page` makes it from the tables of a run, from labels, and from another run.
"""
