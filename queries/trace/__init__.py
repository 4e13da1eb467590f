"""Who supplies whom, step by step."""
