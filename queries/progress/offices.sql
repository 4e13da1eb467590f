-- What of these names are regions, parks, bodies and firms called (firms by their own name alone), and where they stand.
WITH
placed AS (
    {placed}
),
wanted AS (SELECT unnest($names) AS name),
office AS (
    SELECT id, name, aliases FROM region UNION ALL SELECT id, name, aliases FROM park
    UNION ALL SELECT id, name, aliases FROM organization
),
called AS (
    SELECT name, id, true AS main FROM office UNION ALL SELECT unnest(aliases), id, false FROM office
    UNION ALL SELECT name, id, true FROM firm
)
SELECT DISTINCT w.name, c.id AS node, c.main, p.place
FROM wanted w JOIN called c ON c.name = w.name LEFT JOIN placed p ON p.node = c.id
ORDER BY w.name, c.id, c.main, p.place
