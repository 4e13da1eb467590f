-- Who is said to border one of these places: the place that it borders, and itself.
SELECT DISTINCT p.place, CASE WHEN b.a = p.place THEN b.b ELSE b.a END AS other
FROM borders b JOIN (SELECT unnest($places) AS place) p ON p.place IN (b.a, b.b)
ORDER BY place, other
