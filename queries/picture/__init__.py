"""What a picture of an area shows, as plain records."""
