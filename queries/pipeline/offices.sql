-- The offices that handle projects, as they are written; and whose they may be: bodies, parks and divisions of the area.
WITH here AS (SELECT unnest($inside) AS place)
SELECT 'handler' AS kind, handler AS name, NULL AS aliases FROM (SELECT DISTINCT handler FROM project WHERE handler IS NOT NULL)
UNION ALL
SELECT DISTINCT 'organization', o.name, o.aliases
FROM organization o JOIN located_in l ON l.what = o.id JOIN here h ON h.place = l.place WHERE {in_force:l}
UNION ALL
SELECT 'park', k.name, k.aliases FROM park k JOIN here h ON h.place = k.id
UNION ALL
SELECT 'region', r.name, NULL FROM region r JOIN here h ON h.place = r.id WHERE r.level <> 'township'
ORDER BY 1, 2
