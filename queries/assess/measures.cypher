// The measures that are meant against what sources judge, each with how far it is.
MATCH (m:Measure)-[r:ANSWERS]->(a:Assessment) WHERE {in_force:r}
RETURN a.id AS id, m.name AS name, m.status AS status
ORDER BY name, m.fact, id
