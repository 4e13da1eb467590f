-- How many ties between firms nobody can place: the side of the border at a level is not known for one of them,
-- and what is known of coarser levels does not tell them apart.
WITH tie AS (
    SELECT seller_park AS p1, seller_county AS c1, seller_prefecture AS f1, seller_province AS v1, seller_country AS n1,
           buyer_park AS p2, buyer_county AS c2, buyer_prefecture AS f2, buyer_province AS v2, buyer_country AS n2,
           'supplies' AS kind, seller AS one, buyer AS other
    FROM supplies s WHERE {in_force:s}
    UNION ALL
    SELECT a.park, a.county, a.prefecture, a.province, a.country, b.park, b.county, b.prefecture, b.province, b.country,
           'owns', o.owner, o.owned
    FROM owns o JOIN firm a ON a.id = o.owner JOIN firm b ON b.id = o.owned WHERE {in_force:o}
)
SELECT kind, count(*) AS count FROM tie
WHERE one <> other AND NOT (coalesce(n1 <> n2, false)
    OR ($rank <= 3 AND coalesce(v1 <> v2, false)) OR ($rank <= 2 AND coalesce(f1 <> f2, false))
    OR ($rank <= 1 AND coalesce(c1 <> c2, false)) OR ($rank <= 0 AND coalesce(p1 <> p2, false)))
  AND CASE $rank WHEN 0 THEN p1 IS NULL OR p2 IS NULL WHEN 1 THEN c1 IS NULL OR c2 IS NULL
      WHEN 2 THEN f1 IS NULL OR f2 IS NULL WHEN 3 THEN v1 IS NULL OR v2 IS NULL ELSE n1 IS NULL OR n2 IS NULL END
GROUP BY kind ORDER BY kind
