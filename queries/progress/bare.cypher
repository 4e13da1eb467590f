// Agreements of the day asked of which no item is known, and where their parties and what they concern stand.
MATCH (a:Agreement)
WHERE a.fact IS NOT NULL AND NOT EXISTS { ()-[:PART_OF]->(a) }
  AND ($as_of IS NULL OR a.signed IS NULL OR {first_day:a.signed} <= date($as_of) OR a.status = 'planned')
WITH a, COLLECT {
    CALL (a) {
        RETURN a AS node
        UNION
        MATCH (a)-[x:CONCERNS]->(node) WHERE {in_force:x} RETURN node
    }
    {stands}
    WITH place WHERE place IS NOT NULL
    RETURN DISTINCT place ORDER BY place
} AS places
WHERE places <> []
RETURN a.name AS name, places
ORDER BY name, a.identifier
