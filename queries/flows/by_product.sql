-- Supplies area by area at a level ($rank) and product, of the whole graph ($everywhere) or with an end in $places;
-- an end whose area is not known at the level keeps the nearest coarser one that is, as in flows.sql.
WITH flow AS (
    SELECT {area:seller} AS from_id, {known_area:seller} AS from_known, {area:buyer} AS to_id, {known_area:buyer} AS to_known,
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
