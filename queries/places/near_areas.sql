-- The places that border an area, and the parties to agreements with it: whom it may be said to reach.
WITH
{asked},
signed AS ( -- who has signed what is in force
    SELECT t.agreement, t.party FROM party_to t JOIN agreement g ON g.id = t.agreement
    WHERE t.role = 'signatory' AND {current:t} AND coalesce(g.status, 'active') = 'active'
      AND ($as_of::DATE IS NULL OR g.signed IS NULL OR first_day(g.signed) <= $as_of::DATE)
      AND ($as_of::DATE IS NULL OR g.until IS NULL OR last_day_of(g.until) >= $as_of::DATE)
)
SELECT DISTINCT how, place FROM (
    SELECT 'border' AS how, b.b AS place FROM borders b JOIN inside i ON i.place = b.a
    UNION ALL SELECT 'border', b.a FROM borders b JOIN inside i ON i.place = b.b
    UNION ALL SELECT 'agreement', o.party FROM signed s JOIN inside i ON i.place = s.party JOIN signed o ON o.agreement = s.agreement
) x WHERE place IN (SELECT id FROM area) AND place NOT IN (SELECT place FROM inside) ORDER BY how, place
