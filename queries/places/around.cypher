// Areas that are said to border one of these places, and those with which one of them has an agreement in force.
UNWIND $places AS id
CALL (id) {
    MATCH (a:Region {id: id}) RETURN a
    UNION ALL
    MATCH (a:Park {id: id}) RETURN a
}
CALL (a) {
    MATCH (a)-[:BORDERS]-(o) RETURN o
    UNION
    MATCH (a)-[t:PARTY_TO]->(g:Agreement)<-[x:PARTY_TO]-(o)
    WHERE t.role = 'signatory' AND x.role = 'signatory' AND (o:Region OR o:Park)
      AND {current:t} AND {current:x} AND coalesce(g.status, 'active') = 'active'
      AND ($as_of IS NULL OR g.signed IS NULL OR {first_day:g.signed} <= date($as_of))
      AND ($as_of IS NULL OR g.until IS NULL OR {last_day:g.until} >= date($as_of))
    RETURN o
}
WITH DISTINCT o.id AS place WHERE NOT place IN $places
RETURN place
ORDER BY place
