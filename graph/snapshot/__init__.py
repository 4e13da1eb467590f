"""A graph that is kept, compared and handed on: a folder, or one .zip, of Parquet tables with a manifest."""
