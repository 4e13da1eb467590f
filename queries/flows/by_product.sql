-- Supplies area by area at a level ($rank) and product, of the whole graph ($everywhere) or with an end in $places;
-- an end whose area is not known at the level keeps the nearest coarser one that is, as in flows.sql.
WITH flow AS (
    SELECT CASE $rank WHEN 0 THEN seller_park WHEN 1 THEN seller_county WHEN 2 THEN seller_prefecture
                      WHEN 3 THEN seller_province ELSE seller_country END AS from_id,
           CASE WHEN $rank <= 1 AND seller_county IS NOT NULL THEN seller_county
                WHEN $rank <= 2 AND seller_prefecture IS NOT NULL THEN seller_prefecture
                WHEN $rank <= 3 AND seller_province IS NOT NULL THEN seller_province ELSE seller_country END AS from_known,
           CASE $rank WHEN 0 THEN buyer_park WHEN 1 THEN buyer_county WHEN 2 THEN buyer_prefecture
                      WHEN 3 THEN buyer_province ELSE buyer_country END AS to_id,
           CASE WHEN $rank <= 1 AND buyer_county IS NOT NULL THEN buyer_county
                WHEN $rank <= 2 AND buyer_prefecture IS NOT NULL THEN buyer_prefecture
                WHEN $rank <= 3 AND buyer_province IS NOT NULL THEN buyer_province ELSE buyer_country END AS to_known,
           s.product, s.role, s.basis, s.period, s.value
    FROM supplies s WHERE {current:s} AND {actual:s}
      AND ($everywhere OR s.seller_place IN (SELECT unnest($places)) OR s.buyer_place IN (SELECT unnest($places)))
),
summed AS (
    SELECT from_id, from_known, to_id, to_known, product, role, basis, period,
           count(*) AS count, count(value) AS valued, sum(value) AS value
    FROM flow GROUP BY ALL
)
SELECT s.from_id, s.from_known, s.to_id, s.to_known, p.name AS product, p.identifier AS product_id, s.role, s.basis, s.period,
       s.count, s.valued, s.value
FROM summed s JOIN product p ON p.id = s.product ORDER BY ALL
