"""How what offices keep lists of (requests, items of agreements) concerns an area, and what of it is past its date."""
