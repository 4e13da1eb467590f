// The sides of ties that are not between two firms, one row a fact and side; links.py makes the pairs.
// Side 1 is paired with side 2 only; sides 0 with each other.
CALL () {
    {actor_ties}
    UNION ALL
    MATCH (g:Agreement)
    WHERE NOT (coalesce(g.status, 'active') IN ['ended', 'superseded'] AND g.until IS NULL)
      AND ($as_of IS NULL OR g.signed IS NULL OR {first_day:g.signed} <= date($as_of) OR g.status = 'planned')
      AND ($as_of IS NULL OR g.until IS NULL OR {last_day:g.until} > date($as_of)
        OR {last_day:g.until} = date($as_of) AND NOT coalesce(g.status, 'active') IN ['ended', 'superseded'])
    MATCH (n)-[t:PARTY_TO]->(g) WHERE t.role = 'signatory' AND {in_force:t}
    RETURN 'agreement' AS kind, g.fact AS fact, 0 AS side, n, g.name AS what,
           null AS value, null AS quantity, null AS unit, null AS basis, null AS modality, g.signed AS since, g.until AS until, g.status AS status
    UNION ALL
    MATCH (j:Project) // a stage reached only later is not known on the day asked
    WHERE coalesce(j.stage, '') <> 'ended'
      AND ($as_of IS NULL OR j.stage_date IS NULL OR {first_day:j.stage_date} <= date($as_of) OR j.stage = 'planned')
    CALL (j) {
        MATCH (n)-[i:INVESTS_IN]->(j) WHERE {in_force:i}
        RETURN 1 AS side, n, i.value AS value, i.modality AS modality
        UNION ALL
        MATCH (j)-[s:SITED_IN]->(n) WHERE {in_force:s} AND EXISTS { ()-[:INVESTS_IN]->(j) }
        RETURN 2 AS side, n, null AS value, null AS modality
    }
    RETURN 'project' AS kind, j.fact AS fact, side, n, j.name AS what,
           value, null AS quantity, null AS unit, null AS basis, modality, j.stage_date AS since, null AS until, j.stage AS status
    UNION ALL
    MATCH (f:Facility)
    WHERE coalesce(f.status, '') <> 'closed'
      AND ($as_of IS NULL OR f.opened IS NULL OR {first_day:f.opened} <= date($as_of) OR f.status IN ['proposed', 'planned', 'building'])
    MATCH (f)-[c:CONNECTS|SERVES]->(n) WHERE {in_force:c}
    RETURN 'facility' AS kind, f.fact AS fact, 0 AS side, n, f.name AS what,
           null AS value, null AS quantity, null AS unit, null AS basis, null AS modality,
           coalesce(f.opened, c.since) AS since, c.until AS until, coalesce(f.status, c.status) AS status
}
WITH n, collect(DISTINCT {
    kind: kind, fact: fact, side: side, what: what, value: value, quantity: quantity, unit: unit, basis: basis,
    modality: modality, since: since, until: until, status: status}) AS sides
CALL (n) { // where a party stands
    {placed}
}
UNWIND sides AS x
RETURN x.kind AS kind, x.fact AS fact, x.side AS side, n.id AS node, n.name AS name, place, x.what AS what,
       x.value AS value, x.quantity AS quantity, x.unit AS unit, x.basis AS basis, x.modality AS modality,
       x.since AS since, x.until AS until, x.status AS status
ORDER BY kind, fact, side, name, node, value, modality, since, until, status
