"""What the commands say about formats."""

FORMAT_HELP = (
    "Formats besides csv, which is always written: parquet, xlsx, jsonl, duckdb; "
    "separated by commas, or repeated."
)
