// Ties between two firms whose places are known to differ at a level or above: supplies and ownership.
// $rank is the level: 0 park, 1 county, 2 prefecture, 3 province, 4 country.
MATCH (a:Firm)
CALL (a) {
    MATCH (a)-[s:SUPPLIES|OWNS]->(b:Firm) WHERE {apart} AND {in_force:s}
    RETURN s, b
}
WITH a, s, b, type(s) = 'OWNS' AS owns
RETURN CASE WHEN owns THEN 'owns' ELSE 'supplies' END AS kind, s.fact AS fact,
       a.name AS from_name, a.place AS from_place, b.name AS to_name, b.place AS to_place, s.product AS what,
       s.value AS value, CASE WHEN owns THEN s.share ELSE s.quantity END AS quantity,
       CASE WHEN owns THEN '1' ELSE s.unit END AS unit, s.basis AS basis, s.modality AS modality,
       s.since AS since, s.until AS until, s.status AS status
ORDER BY kind, from_name, to_name, what, fact
