"""What sources judge of an area: its strengths and weaknesses."""
