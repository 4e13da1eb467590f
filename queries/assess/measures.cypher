// The measures that are meant against what sources judge, each with how far it is.
MATCH (a:Assessment) WHERE a.fact IS NOT NULL
MATCH (m:Measure)-[r:ANSWERS]->(a) WHERE r.fact IS NOT NULL AND {in_force:r}
RETURN a.id AS id, m.name AS name, m.status AS status
ORDER BY name, m.fact, id
