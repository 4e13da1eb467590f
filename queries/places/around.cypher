// Areas that are said to border one of these places, and those with which one of them has an agreement in force.
CALL () {
    MATCH (a:Region|Park)-[:BORDERS]-(o:Region|Park)
    WHERE a.id IN $places AND NOT o.id IN $places
    RETURN o.id AS place
    UNION
    MATCH (a:Region|Park)-[t:PARTY_TO]->(g:Agreement)<-[x:PARTY_TO]-(o:Region|Park)
    WHERE a.id IN $places AND t.role = 'signatory' AND NOT o.id IN $places AND x.role = 'signatory'
      AND {current:t} AND {current:x} AND coalesce(g.status, 'active') = 'active'
      AND ($as_of IS NULL OR g.signed IS NULL OR {first_day:g.signed} <= date($as_of))
      AND ($as_of IS NULL OR g.until IS NULL OR {last_day:g.until} >= date($as_of))
    RETURN o.id AS place
}
RETURN DISTINCT place
ORDER BY place
