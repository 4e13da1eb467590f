"""What an area's chains lack: needs, verdicts, reasons, thresholds."""
