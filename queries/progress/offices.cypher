// What of these names are regions, parks, bodies and firms called (firms by their own name alone), and where they stand.
CALL () {
    MATCH (n:Region|Park|Organization) WHERE n.name IN $names RETURN n.name AS name, n, true AS main
    UNION
    MATCH (n:Region|Park|Organization) UNWIND n.aliases AS name WITH n, name WHERE name IN $names
    RETURN name, n, false AS main
    UNION
    UNWIND $names AS name MATCH (n:Firm {name: name}) RETURN name, n, true AS main
}
CALL (n) {
    {placed}
}
RETURN DISTINCT name, n.id AS node, main, place
ORDER BY name, node, main, place
