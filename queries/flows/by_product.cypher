// Supplies area by area at a level ($rank) and product, of the whole graph ($everywhere) or with an end in $places;
// an end whose area is not known at the level keeps the nearest coarser one that is, as in flows.cypher.
CALL () {
    MATCH (a:Firm)-[s:SUPPLIES]->(b:Firm) WHERE $everywhere AND {current:s} AND {actual:s}
    RETURN a, s, b
    UNION
    MATCH (a:Firm)-[s:SUPPLIES]->(b:Firm) WHERE a.place IN $places AND {current:s} AND {actual:s}
    RETURN a, s, b
    UNION
    MATCH (b:Firm)<-[s:SUPPLIES]-(a:Firm) WHERE b.place IN $places AND {current:s} AND {actual:s}
    RETURN a, s, b
}
WITH s, {area:a} AS from_id, {known_area:a} AS from_wide, {area:b} AS to_id, {known_area:b} AS to_wide
WITH s, from_id, coalesce(CASE WHEN $rank > 0 THEN from_id END, from_wide) AS from_known,
     to_id, coalesce(CASE WHEN $rank > 0 THEN to_id END, to_wide) AS to_known
WITH from_id, from_known, to_id, to_known, s.product_id AS number, s.role AS role, s.basis AS basis, s.period AS period,
     count(*) AS count, count(s.value) AS valued, sum(s.value) AS value
MATCH (p:Product {id: number})
RETURN from_id, from_known, to_id, to_known, p.name AS product, p.identifier AS product_id, role, basis, period,
       count, valued, CASE WHEN valued > 0 THEN value END AS value
ORDER BY from_id, from_known, to_id, to_known, product, product_id, role, basis, period
