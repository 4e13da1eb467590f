"""Answers handed over: terminal, text, workbook, Parquet."""
