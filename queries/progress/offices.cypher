// What of these names are regions, parks, bodies and firms called (firms by their own name alone), and where they stand.
UNWIND $names AS name // an index of texts is asked of what is plainly one
CALL (name) {
    MATCH (n:Region) WHERE n.name = toString(name) RETURN n, true AS main
    UNION ALL
    MATCH (n:Park) WHERE n.name = toString(name) RETURN n, true AS main
    UNION ALL
    MATCH (n:Organization) WHERE n.name = toString(name) RETURN n, true AS main
    UNION ALL
    MATCH (n:Firm) WHERE n.name = toString(name) RETURN n, true AS main
    UNION ALL
    {called:name}
    WITH n WHERE n:Region OR n:Park OR n:Organization
    RETURN n, false AS main
}
WITH name, n, main WHERE n.fact IS NOT NULL
CALL (n) {
    {placed}
}
RETURN DISTINCT name, n.id AS node, main, place
ORDER BY name, node, main, place
