-- Of each place (null: none is known) its named firms, those apart that lie there by their names; and the facilities that lie nowhere,
-- serve nobody and connect nothing.
SELECT 'firm' AS kind, place, {by_name:f} AS by_name, count(*) AS count FROM firm f WHERE NOT coalesce("group", false) GROUP BY ALL
UNION ALL
SELECT 'facility', NULL, false, count(*) FROM facility
WHERE id NOT IN (SELECT what FROM located_in UNION ALL SELECT server FROM serves UNION ALL SELECT facility FROM connects)
ORDER BY ALL
