// One step along supplies: those that the firms of $firms sell (down) or buy (up).
CALL () { // one of the two has no firm to start from
    MATCH (b:Firm) WHERE b.id IN CASE WHEN $up THEN $firms ELSE [] END
    MATCH (a:Firm)-[s:SUPPLIES]->(b) WHERE {current:s} AND {actual:s}
    RETURN a, s, b
    UNION ALL
    MATCH (a:Firm) WHERE a.id IN CASE WHEN $up THEN [] ELSE $firms END
    MATCH (a)-[s:SUPPLIES]->(b:Firm) WHERE {current:s} AND {actual:s}
    RETURN a, s, b
}
RETURN a.id AS seller, a.name AS seller_name, a.place AS seller_place,
       b.id AS buyer, b.name AS buyer_name, b.place AS buyer_place,
       s.product_id AS product, s.product AS product_name, s.value AS value, s.role AS role, s.fact AS fact
ORDER BY seller_name, buyer_name, product_name, fact
