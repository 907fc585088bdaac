"""The command line ``anli``; each command stands in a module of its own."""
