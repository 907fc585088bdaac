"""Pictures of a batch: what each shows, as records, and how it is drawn.

``provinces``, ``nodes``, ``costs``, ``employment`` and ``overview`` choose and order what is shown
and draw nothing; ``draw`` sets it on a sheet, ``interactive`` on a page.
"""
