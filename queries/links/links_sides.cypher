// The sides of ties that are not between two firms, one row a fact and side, each with the edge by which it is a side;
// pairs.py makes the pairs. Side 1 is paired with side 2 only; sides 0 with each other, `via` by `via`.
CALL () {
    {actor_ties}
    UNION ALL
    MATCH (g:Agreement)
    WHERE {live:g}
    CALL (g) {
        MATCH (n)-[t:PARTY_TO]->(g) WHERE t.role IN ['signatory', 'promoter'] AND {in_force:t}
        RETURN 'party_to' AS edge, t AS tie, t.role AS via, n
        UNION ALL
        MATCH (g)-[t:CONCERNS]->(n:Region|Park|Firm|Organization) WHERE {in_force:t}
        RETURN 'concerns' AS edge, t AS tie, 'concerns' AS via, n
    }
    RETURN 'agreement' AS kind, g.fact AS fact, edge, tie.fact AS edge_fact, tie.status AS edge_status, via, 0 AS side, n, g.name AS what,
           null AS value, null AS quantity, null AS unit, null AS basis, null AS modality, g.signed AS since, g.until AS until,
           g.status AS status
    UNION ALL
    MATCH (m:Measure) // an item of an agreement holds as long as that, and is one of those who signed it
    WHERE coalesce(m.status, '') <> 'ended' AND NOT EXISTS { (m)-[:PART_OF]->(g:Agreement) WHERE NOT coalesce({live:g}, false) }
    CALL (m) {
        OPTIONAL MATCH (m)-[:PART_OF]->(g:Agreement)
        RETURN min(g.signed) AS since, max(g.until) AS until
    }
    CALL (m) {
        MATCH (m)-[c:CONCERNS]->(n:Region|Park|Firm|Organization) WHERE {in_force:c}
        RETURN 'concerns' AS edge, c.fact AS edge_fact, c.status AS edge_status, 'concerns' AS via, n
        UNION ALL
        MATCH (n)-[t:PARTY_TO]->(:Agreement)<-[o:PART_OF]-(m) WHERE t.role = 'signatory' AND {in_force:t}
        RETURN 'part_of' AS edge, o.fact AS edge_fact, null AS edge_status, 'agreement' AS via, n
    }
    RETURN 'measure' AS kind, m.fact AS fact, edge, edge_fact, edge_status, via, 0 AS side, n, m.name AS what,
           null AS value, null AS quantity, null AS unit, null AS basis, null AS modality, since, until, m.status AS status
    UNION ALL
    MATCH (j:Project) // a stage reached only later is not known on the day asked
    WHERE coalesce(j.stage, '') <> 'ended'
      AND ($as_of IS NULL OR j.stage_date IS NULL OR {first_day:j.stage_date} <= date($as_of) OR j.stage = 'planned')
    CALL (j) { // what nobody says of an investor is that of the whole project, and says so
        MATCH (n)-[i:INVESTS_IN]->(j) WHERE {in_force:i}
        RETURN 'invests_in' AS edge, i AS tie, 1 AS side, n, coalesce(i.value, j.contracted, j.planned, j.paid) AS value,
               CASE WHEN i.value IS NOT NULL THEN null WHEN j.contracted IS NOT NULL THEN 'contracted'
                    WHEN j.planned IS NOT NULL THEN 'planned' WHEN j.paid IS NOT NULL THEN 'paid' END AS basis,
               i.modality AS modality
        UNION ALL
        MATCH (j)-[s:SITED_IN]->(n) WHERE {in_force:s} AND EXISTS { ()-[:INVESTS_IN]->(j) }
        RETURN 'sited_in' AS edge, s AS tie, 2 AS side, n, null AS value, null AS basis, null AS modality
    }
    RETURN 'project' AS kind, j.fact AS fact, edge, tie.fact AS edge_fact, tie.status AS edge_status, null AS via, side, n, j.name AS what,
           value, null AS quantity, null AS unit, basis, modality, j.stage_date AS since, null AS until, j.stage AS status
    UNION ALL
    MATCH (f:Facility)
    WHERE coalesce(f.status, '') <> 'closed'
      AND ($as_of IS NULL OR f.opened IS NULL OR {first_day:f.opened} <= date($as_of) OR NOT ({begun:f}))
    MATCH (f)-[c:CONNECTS|SERVES]->(n) WHERE {in_force:c}
    RETURN 'facility' AS kind, f.fact AS fact, toLower(type(c)) AS edge, c.fact AS edge_fact, c.status AS edge_status, null AS via,
           0 AS side, n, f.name AS what, null AS value, null AS quantity, null AS unit, null AS basis, null AS modality,
           coalesce(f.opened, c.since) AS since, c.until AS until, f.status AS status
}
WITH n, collect(DISTINCT {
    kind: kind, fact: fact, edge: edge, edge_fact: edge_fact, edge_status: edge_status, via: via, side: side, what: what, value: value,
    quantity: quantity, unit: unit, basis: basis, modality: modality, since: since, until: until, status: status}) AS sides
CALL (n) { // where a party stands
    {placed}
}
UNWIND sides AS x
RETURN x.kind AS kind, x.fact AS fact, x.edge AS edge, x.edge_fact AS edge_fact, x.edge_status AS edge_status, x.via AS via,
       x.side AS side, n.id AS node, n.name AS name, place, x.what AS what, x.value AS value, x.quantity AS quantity, x.unit AS unit,
       x.basis AS basis, x.modality AS modality, x.since AS since, x.until AS until, x.status AS status
ORDER BY kind, fact, side, name, node, via, edge, edge_fact, value
