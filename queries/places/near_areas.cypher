// The places that border an area, and the parties to agreements with it: whom it may be said to reach.
{asked}
CALL (places) { // whatever lies in the area
    MATCH (n:Region) WHERE n.id IN places RETURN n
    UNION ALL
    MATCH (n:Park) WHERE n.id IN places RETURN n
}
CALL (n) {
    MATCH (n)-[:BORDERS]-(other) RETURN 'border' AS how, other
    UNION
    MATCH (n)-[t:PARTY_TO]->(g:Agreement)<-[o:PARTY_TO]-(other)
    WHERE t.role = 'signatory' AND o.role = 'signatory' AND {current:t} AND {current:o}
      AND coalesce(g.status, 'active') = 'active'
      AND ($as_of IS NULL OR g.signed IS NULL OR {first_day:g.signed} <= date($as_of))
      AND ($as_of IS NULL OR g.until IS NULL OR {last_day:g.until} >= date($as_of))
    RETURN 'agreement' AS how, other
}
WITH places, how, other WHERE (other:Region OR other:Park) AND NOT other.id IN places
RETURN DISTINCT how, other.id AS place
ORDER BY how, place
