// Every item of an agreement or plan with all it is tied to, one row an item and tie, and where that stands;
// progress.py says which concern an area.
MATCH (m:Measure) WHERE m.fact IS NOT NULL
WITH m, [(m)-[:PART_OF]->(a:Agreement) | a] AS agreements
WHERE agreements = [] OR any(a IN agreements // items of agreements that were signed only after the day asked are left out
    WHERE $as_of IS NULL OR a.signed IS NULL OR coalesce(a.status, '') = 'planned' OR {first_day:a.signed} <= date($as_of))
CALL (m, agreements) {
    RETURN null AS way, null AS node // one of no tie has a row too
    UNION
    UNWIND agreements AS node RETURN 'part_of' AS way, node
    UNION
    MATCH (m)-[x:CONCERNS]->(node) WHERE {in_force:x} RETURN 'concerns' AS way, node
    UNION // who agreed it; a witness did not
    UNWIND agreements AS a
    MATCH (node)-[x:PARTY_TO]->(a) WHERE x.role <> 'witness' AND {in_force:x} RETURN 'party' AS way, node
    UNION
    UNWIND agreements AS a
    MATCH (a)-[x:CONCERNS]->(node) WHERE {in_force:x} RETURN 'agreement' AS way, node
}
WITH m, way, node, CASE WHEN way <> 'part_of' THEN COLLECT { // its parties say where an agreement stands
    {stands}
    WITH place WHERE place IS NOT NULL
    RETURN DISTINCT place ORDER BY place
} END AS places
RETURN m.fact AS fact, m.name AS item, m.clause AS clause, m.responsible AS responsible, m.due AS due, m.status AS status,
       way, node.id AS node_number, node.name AS node, coalesce(node:Product, false) AS product,
       CASE WHEN way = 'part_of' THEN node.signed END AS signed,
       CASE WHEN way = 'part_of' THEN node.status END AS agreement_status,
       CASE WHEN places <> [] THEN places END AS places
ORDER BY item, fact, way, node, node_number
