-- Supplies area by area at a level ($rank: 0 park ... 4 country); an end whose area is not known at the
-- level keeps the nearest coarser one that is, so that finer levels add up to coarser ones.
WITH flow AS (
    SELECT {area:seller} AS from_id, {known_area:seller} AS from_known, {area:buyer} AS to_id, {known_area:buyer} AS to_known,
           s.basis, s.period, s.value
    FROM supplies s WHERE {current:s} AND {actual:s}
)
SELECT from_id, from_known, to_id, to_known, basis, period,
       count(*) AS count, count(value) AS valued, sum(value) AS value
FROM flow GROUP BY ALL ORDER BY ALL
