// How many actual ties hold on the day, and how many of them state neither a start nor a period: supplies and, but for
// $supplies, what firms make and use; in the places $places (null: anywhere), of the product $product and its kinds (null: any).
OPTIONAL MATCH (:Product {id: $product})<-[:KIND_OF*0..]-(kind:Product)
WITH collect(DISTINCT kind.id) AS wanted
CALL (wanted) {
    MATCH (a:Firm)-[s:SUPPLIES]->(b:Firm)
    WHERE {current:s} AND {actual:s} AND ($product IS NULL OR s.product_id IN wanted)
      AND ($places IS NULL OR a.place IN $places OR b.place IN $places)
    RETURN s.since AS since, s.period AS period
    UNION ALL
    MATCH (a:Firm)-[p:PRODUCES]->(b:Product)
    WHERE NOT $supplies AND {current:p} AND {actual:p} AND ($product IS NULL OR b.id IN wanted)
      AND ($places IS NULL OR a.place IN $places)
    RETURN p.since AS since, p.period AS period
    UNION ALL
    MATCH (a:Firm)-[c:CONSUMES]->(b:Product)
    WHERE NOT $supplies AND {current:c} AND {actual:c} AND ($product IS NULL OR b.id IN wanted)
      AND ($places IS NULL OR a.place IN $places)
    RETURN c.since AS since, c.period AS period
}
RETURN count(*) AS ties, sum(CASE WHEN since IS NULL AND period IS NULL THEN 1 ELSE 0 END) AS undated
