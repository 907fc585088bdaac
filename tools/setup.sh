#!/bin/sh
# Finds a Python that is new enough and lets it make or mend .venv.
# Usage: sh tools/setup.sh run|dev    (PYTHON=/path/to/python chooses one)
set -eu

for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" tools/environment.py "$@"
    fi
done

echo "anli: no Python 3.11 or newer was found; install one (Debian and Ubuntu: apt install" \
    "python3 python3-venv), or name one: make PYTHON=/path/to/python3" >&2
exit 2
