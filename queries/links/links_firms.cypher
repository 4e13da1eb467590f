// Ties between two firms whose places are known to differ at a level or above: supplies, ownership.
// $rank is the level: 0 park, 1 county, 2 prefecture, 3 province, 4 country.
MATCH (a:Firm)
CALL (a) {
    MATCH (a)-[s:{firm_types}]->(b:Firm) WHERE {apart} AND {in_force:s}
    RETURN s, b
}
RETURN toLower(type(s)) AS kind, s.fact AS fact,
       a.name AS from_name, a.place AS from_place, b.name AS to_name, b.place AS to_place, {firm_said}
ORDER BY kind, from_name, to_name, what, fact
