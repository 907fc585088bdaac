"""Hands tasks to Label Studio's own library; runs in an environment that has it.

Usage: python label_studio_check.py CONFIGURATION TASKS OUT

Validates the labelling configuration, the tasks and every annotation and prediction against it,
and writes what the library's converter exports for JSON, JSON-MIN and CoNLL to OUT. The exit
status is 1, with the reasons on stderr, if the library finds a fault.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from label_studio_sdk.converter import Converter  # type: ignore[import-not-found]
from label_studio_sdk.converter.converter import Format  # type: ignore[import-not-found]
from label_studio_sdk.label_interface import LabelInterface  # type: ignore[import-not-found]


def main(configuration: Path, tasks: Path, out: Path) -> int:
    """Check and convert the tasks; return the exit status."""
    config = configuration.read_text(encoding="utf-8")
    interface = LabelInterface(config)
    interface.validate()
    faults = []
    records = json.loads(tasks.read_text(encoding="utf-8"))
    for number, record in enumerate(records, start=1):
        record["id"] = number
        said = record.get("annotations", []) + record.get("predictions", [])
        for one in said:
            regions = [result for result in one["result"] if result["type"] != "relation"]
            for region in regions:
                faults += interface.validate_region(region, return_errors=True)
    exported = out / "export.json"
    exported.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    converter = Converter(config, str(out), download_resources=False)
    for name in (Format.JSON, Format.JSON_MIN, Format.CONLL2003):
        converter.convert(str(exported), str(out / name.name), name, is_dir=False)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
