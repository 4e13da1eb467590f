-- Ties without direction between firms, of which the firms of $firms are one side: who works with whom, upstream or down.
SELECT c.a AS near, n.name AS near_name, n.place AS near_place, c.b AS far, f.name AS far_name, f.place AS far_place, c.what, c.since, c.fact
FROM (
    SELECT a, b, what, since, printf('%016x', fact) AS fact FROM cooperates_with s WHERE {current:s}
    UNION ALL
    SELECT b, a, what, since, printf('%016x', fact) FROM cooperates_with s WHERE {current:s}
) c JOIN firm n ON n.id = c.a JOIN firm f ON f.id = c.b
WHERE c.a IN (SELECT unnest($firms)) AND c.a <> c.b
ORDER BY n.name, f.name, c.what, c.fact, c.a
