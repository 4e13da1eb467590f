// Of each place (null: none is known) its named firms, those apart that lie there by their names; and the facilities that lie nowhere,
// serve nobody and connect nothing.
CALL () {
    MATCH (f:Firm) WHERE f.fact IS NOT NULL AND NOT coalesce(f.`group`, false)
    RETURN 'firm' AS kind, f.place AS place, {by_name:f} AS by_name, count(*) AS count
    UNION ALL
    MATCH (x:Facility)
    WHERE x.fact IS NOT NULL AND NOT EXISTS { (x)-[:LOCATED_IN|SERVES|CONNECTS]->() }
    RETURN 'facility' AS kind, null AS place, false AS by_name, count(*) AS count
}
RETURN kind, place, by_name, count
ORDER BY kind DESC, place, by_name
