// Where `node` stands, or reaches to; a part of other texts.
// A project is where it is sited, a facility also where what it connects is, an agreement where its parties are.
CALL (node) {
    RETURN node AS n
    UNION ALL
    MATCH (node)-[x:SITED_IN]->(n) WHERE {in_force:x} RETURN n
    UNION ALL
    MATCH (node:Facility)-[x:CONNECTS|SERVES]->(n) WHERE {in_force:x} RETURN n
    UNION ALL
    MATCH (n)-[x:PARTY_TO]->(node) WHERE x.role <> 'witness' AND {in_force:x} RETURN n
}
CALL (n) {
    {placed}
}
