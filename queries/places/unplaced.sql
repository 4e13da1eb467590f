-- Of each place (null: none is known) its named firms; and the facilities that lie nowhere, serve nobody and connect nothing.
SELECT 'firm' AS kind, place, count(*) AS count FROM firm WHERE NOT coalesce("group", false) GROUP BY place
UNION ALL
SELECT 'facility', NULL, count(*) FROM facility
WHERE id NOT IN (SELECT what FROM located_in UNION ALL SELECT server FROM serves UNION ALL SELECT facility FROM connects)
ORDER BY ALL
