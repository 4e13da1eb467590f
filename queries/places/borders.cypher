// Who is said to border one of these places: the place that it borders, and itself.
UNWIND $places AS place
CALL (place) { MATCH (n:Region {id: place}) RETURN n UNION MATCH (n:Park {id: place}) RETURN n }
MATCH (n)-[:BORDERS]-(o)
RETURN DISTINCT place, o.id AS other
ORDER BY place, other
