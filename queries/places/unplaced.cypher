// Of each place (null: none is known) its named firms; and the facilities that lie nowhere, serve nobody and connect nothing.
CALL () {
    MATCH (f:Firm) WHERE f.fact IS NOT NULL AND NOT coalesce(f.`group`, false)
    RETURN 'firm' AS kind, f.place AS place, count(*) AS count
    UNION ALL
    MATCH (x:Facility)
    WHERE x.fact IS NOT NULL AND NOT EXISTS { (x)-[:LOCATED_IN|SERVES|CONNECTS]->() }
    RETURN 'facility' AS kind, null AS place, count(*) AS count
}
RETURN kind, place, count
ORDER BY kind DESC, place
