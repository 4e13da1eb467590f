-- Agreements of the day asked of which no item is known, and where their parties and what they concern stand.
WITH
{stands},
reached AS (
    SELECT node AS agreement, place FROM stands
    UNION SELECT x.about, s.place FROM concerns x JOIN stands s ON s.node = x.subject WHERE {in_force:x}
)
SELECT a.name, list(DISTINCT r.place ORDER BY r.place) AS places
FROM agreement a JOIN reached r ON r.agreement = a.id
WHERE a.id NOT IN (SELECT whole FROM part_of)
  AND ($as_of::DATE IS NULL OR a.signed IS NULL OR first_day(a.signed) <= $as_of::DATE OR a.status = 'planned')
GROUP BY a.id, a.name, a.identifier ORDER BY a.name, a.identifier
