-- The needs of areas, one row an area and product: what was fetched and counted; gaps.py judges.
{gap_counts}
SELECT * FROM counted ORDER BY area, product_id
