"""The chain map as rows: what each area lacks and makes of a chain, stage by stage, and who could supply it."""
