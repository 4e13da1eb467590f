// The chains of an area, and the firms of it that lead one, whether or not a purchase of theirs is known.
CALL () {
    MATCH (f:Firm) WHERE f.place IN $here
    RETURN collect(f) AS firms
}
CALL (firms) {
    UNWIND firms AS f MATCH (f)-[x:LEADS|MEMBER_OF]->(of:Chain) WHERE {current:x}
    RETURN 'chain' AS kind, of, null AS chains
    UNION
    {makes}
    WITH DISTINCT product, role WHERE role = 'product'
    MATCH (product)-[:KIND_OF*0..]->(broader:Product)
    WITH DISTINCT broader
    MATCH (broader)-[:IN_CHAIN]->(of:Chain)
    RETURN DISTINCT 'chain' AS kind, of, null AS chains
    UNION
    UNWIND firms AS of MATCH (of)-[x:LEADS]->(c:Chain) WHERE {current:x}
    WITH of, c ORDER BY c.name
    RETURN 'firm' AS kind, of, collect(DISTINCT c.name) AS chains
}
RETURN kind, of.id AS number, of.name AS name, of.identifier AS identifier, chains
ORDER BY kind, name, identifier
