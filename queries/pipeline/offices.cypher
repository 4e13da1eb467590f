// The offices that handle projects, as they are written; and whose they may be: bodies, parks and divisions of the area.
CALL () {
    MATCH (p:Project) WHERE p.fact IS NOT NULL AND p.handler IS NOT NULL
    RETURN DISTINCT 'handler' AS kind, p.handler AS name, null AS aliases
    UNION ALL
    UNWIND $inside AS place
    CALL (place) { MATCH (n:Region {id: place}) RETURN n UNION MATCH (n:Park {id: place}) RETURN n }
    MATCH (o:Organization)-[l:LOCATED_IN]->(n) WHERE {in_force:l}
    RETURN DISTINCT 'organization' AS kind, o.name AS name, o.aliases AS aliases
    UNION ALL
    UNWIND $inside AS place
    MATCH (k:Park {id: place})
    RETURN 'park' AS kind, k.name AS name, k.aliases AS aliases
    UNION ALL
    UNWIND $inside AS place
    MATCH (r:Region {id: place}) WHERE r.level <> 'township'
    RETURN 'region' AS kind, r.name AS name, null AS aliases
}
RETURN kind, name, aliases ORDER BY kind, name
