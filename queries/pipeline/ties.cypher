// Projects that may be an area's, with all that ties each to a place: its sites wherever they are, what concerns both it and a
// place of the area, its handler where that is one of $handlers, and firms of the area that invest in it.
CALL () {
    UNWIND $inside + $maybe AS place
    CALL (place) { MATCH (n:Region {id: place}) RETURN n UNION MATCH (n:Park {id: place}) RETURN n }
    MATCH (p:Project)-[s:SITED_IN]->(n) WHERE {in_force:s}
    RETURN p
    UNION
    UNWIND $inside AS place
    CALL (place) { MATCH (n:Region {id: place}) RETURN n UNION MATCH (n:Park {id: place}) RETURN n }
    MATCH (n)<-[a:CONCERNS]-(about) WHERE {in_force:a}
    MATCH (about)-[c:CONCERNS]->(p:Project) WHERE {in_force:c}
    RETURN p
    UNION
    UNWIND $handlers AS handler
    MATCH (p:Project {handler: handler})
    RETURN p
    UNION
    UNWIND $inside AS place
    MATCH (f:Firm {place: place})-[v:INVESTS_IN]->(p:Project) WHERE {in_force:v}
    RETURN p
}
WITH DISTINCT p
CALL (p) {
    MATCH (p)-[s:SITED_IN]->(n) WHERE {in_force:s}
    RETURN 'site' AS how, n.id AS place, null AS what
    UNION
    MATCH (p)<-[c:CONCERNS]-(about)-[a:CONCERNS]->(n)
    WHERE n.id IN $inside AND (n:Region OR n:Park) AND {in_force:a} AND {in_force:c}
    RETURN 'concerns' AS how, null AS place, about.name AS what
    UNION
    WITH p WHERE p.handler IN $handlers
    RETURN 'handler' AS how, null AS place, p.handler AS what
    UNION
    MATCH (f:Firm)-[v:INVESTS_IN]->(p) WHERE f.place IN $inside AND {in_force:v}
    RETURN 'investor' AS how, null AS place, f.name AS what
}
RETURN p.id AS project, how, place, what ORDER BY project, how, place, what
