// How many ties between firms nobody can place: the side of the border at a level is not known for one of them,
// and what is known of coarser levels does not tell them apart; by what is known of both places, and how far they are.
MATCH (one:Firm)
WHERE CASE $rank WHEN 0 THEN one.park WHEN 1 THEN one.county WHEN 2 THEN one.prefecture
                 WHEN 3 THEN one.province ELSE one.country END IS NULL
CALL (one) { // a tie of two such firms is found from both; it is counted from its start
    MATCH (one)-[s:{firm_types}]->(b:Firm) WHERE {in_force:s}
    RETURN s, one AS a, b
    UNION ALL
    MATCH (a:Firm)-[s:{firm_types}]->(one)
    WHERE CASE $rank WHEN 0 THEN a.park WHEN 1 THEN a.county WHEN 2 THEN a.prefecture
                     WHEN 3 THEN a.province ELSE a.country END IS NOT NULL AND {in_force:s}
    RETURN s, a, one AS b
}
WITH s, a, b WHERE a <> b AND NOT coalesce({apart}, false)
RETURN toLower(type(s)) AS kind, a.place AS from_place, b.place AS to_place, s.status AS status, s.modality AS modality,
       count(*) AS count
ORDER BY kind, from_place, to_place, status, modality
