-- Supplies area by area at a level ($rank: 0 park ... 4 country); an end whose area is not known at the
-- level keeps the nearest coarser one that is, so that finer levels add up to coarser ones.
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
           s.basis, s.period, s.value
    FROM supplies s WHERE {current:s} AND {actual:s}
)
SELECT from_id, from_known, to_id, to_known, basis, period,
       count(*) AS count, count(value) AS valued, sum(value) AS value
FROM flow GROUP BY ALL ORDER BY ALL
