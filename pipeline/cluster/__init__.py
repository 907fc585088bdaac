"""Many reports on a Dask cluster: read from and written to any place that fsspec knows."""
