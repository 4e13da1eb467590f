-- Areas that are said to border one of these places, and those with which one of them has an agreement in force.
SELECT DISTINCT CASE WHEN b.a IN (SELECT unnest($places)) THEN b.b ELSE b.a END AS place
FROM borders b
WHERE (b.a IN (SELECT unnest($places))) <> (b.b IN (SELECT unnest($places)))
UNION
SELECT o.party FROM party_to t JOIN agreement g ON g.id = t.agreement
JOIN party_to o ON o.agreement = g.id AND o.role = 'signatory'
JOIN node n ON n.id = o.party AND n.kind IN ('region', 'park')
WHERE t.party IN (SELECT unnest($places)) AND t.role = 'signatory' AND o.party NOT IN (SELECT unnest($places))
  AND {current:t} AND {current:o} AND coalesce(g.status, 'active') = 'active'
  AND ($as_of::DATE IS NULL OR g.signed IS NULL OR first_day(g.signed) <= $as_of::DATE)
  AND ($as_of::DATE IS NULL OR g.until IS NULL OR last_day_of(g.until) >= $as_of::DATE)
ORDER BY place
