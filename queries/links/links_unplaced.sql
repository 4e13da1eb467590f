-- How many ties between firms nobody can place: the side of the border at a level is not known for one of them,
-- and what is known of coarser levels does not tell them apart; by what is known of both places, and how far they are.
WITH tie AS (
    {firm_places}
)
SELECT kind, at1 AS from_place, at2 AS to_place, status, modality, count(*) AS count FROM tie
WHERE one <> other AND NOT (coalesce(n1 <> n2, false)
    OR ($rank <= 3 AND coalesce(v1 <> v2, false)) OR ($rank <= 2 AND coalesce(f1 <> f2, false))
    OR ($rank <= 1 AND coalesce(c1 <> c2, false)) OR ($rank <= 0 AND coalesce(p1 <> p2, false)))
  AND CASE $rank WHEN 0 THEN p1 IS NULL OR p2 IS NULL WHEN 1 THEN c1 IS NULL OR c2 IS NULL
      WHEN 2 THEN f1 IS NULL OR f2 IS NULL WHEN 3 THEN v1 IS NULL OR v2 IS NULL ELSE n1 IS NULL OR n2 IS NULL END
GROUP BY kind, at1, at2, status, modality ORDER BY ALL
