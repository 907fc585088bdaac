"""``python -m pipeline`` is the command ``anli``."""

from pipeline.cli.app import main

main()
