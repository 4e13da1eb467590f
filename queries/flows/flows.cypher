// Supplies area by area at a level ($rank: 0 park ... 4 country); an end whose area is not known at the
// level keeps the nearest coarser one that is, so that finer levels add up to coarser ones.
MATCH (a:Firm)
WITH a, {area:a} AS from_id
WITH from_id, coalesce(CASE WHEN $rank > 0 THEN from_id END, {known_area:a}) AS from_known, collect(a) AS sellers
CALL (sellers) { // area by area: small groups, and no property is read twice
    UNWIND sellers AS a
    MATCH (a)-[s:SUPPLIES]->(b) WHERE {current:s} AND {actual:s}
    WITH s, b, {area:b} AS to_id
    WITH s, to_id, coalesce(CASE WHEN $rank > 0 THEN to_id END, {known_area:b}) AS to_known
    RETURN to_id, to_known, s.basis AS basis, s.period AS period,
           count(*) AS count, count(s.value) AS valued, sum(s.value) AS value
}
RETURN from_id, from_known, to_id, to_known, basis, period, count, valued, CASE WHEN valued > 0 THEN value END AS value
ORDER BY from_id, from_known, to_id, to_known, basis, period
