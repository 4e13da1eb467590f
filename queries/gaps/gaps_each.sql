-- How many needs each area has that are alike in what their verdict rests on; gaps.py judges.
{gap_counts},
stand AS (SELECT *, makers_here > 0 OR suppliers_inside > 0 AS here FROM counted
          WHERE $chain::VARCHAR IS NULL OR list_contains(chains, $chain::VARCHAR))
SELECT area, makers_here, suppliers_inside,
       -- of what is not to be had here it only counts whether it is bought elsewhere
       CASE WHEN NOT here THEN strength END AS strength,
       CASE WHEN NOT here THEN ended_on END AS ended_on,
       CASE WHEN NOT here THEN purchases > 0 END AS purchases,
       CASE WHEN NOT here THEN suppliers_unplaced > 0 END AS suppliers_unplaced,
       CASE WHEN here OR suppliers_outside = 0 THEN suppliers_outside ELSE 1 END AS suppliers_outside,
       CASE WHEN here THEN placed END AS placed, CASE WHEN here THEN placed_valued END AS placed_valued,
       CASE WHEN here THEN placed_value END AS placed_value, CASE WHEN here THEN inside_value END AS inside_value,
       CASE WHEN here THEN leader END AS leader, CASE WHEN here THEN as_product END AS as_product, CASE WHEN here THEN capacity END AS capacity,
       CASE WHEN here THEN capacity_known END AS capacity_known, CASE WHEN here THEN capacity_unit END AS capacity_unit,
       CASE WHEN here THEN needed END AS needed, CASE WHEN here THEN needed_unit END AS needed_unit,
       -- what only one of several ways takes is counted with them
       CASE WHEN alternative THEN product_number END AS alternative, count(*) AS needs
FROM stand GROUP BY ALL ORDER BY ALL
