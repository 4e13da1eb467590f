// What says that firms of the areas need something, beside their purchases of today: what they use, what those who make
// something take for it, and what they bought until it ended.
CALL () {
    MATCH (f:Firm) WHERE f.place IN $inside_place
    CALL (f) { // from the firm, however few say what they use
        MATCH (f)-[c:CONSUMES]->(p:Product) WHERE {current:c} AND {actual:c} AND coalesce(c.quantity, 1) <> 0
        RETURN p.id AS product, c.fact AS fact, c.source_id AS source
    }
    RETURN 'declared' AS what, f, product, fact, source
    UNION
    MATCH (f:Firm) WHERE f.place IN $inside_place
    MATCH (f)-[m:PRODUCES]->(made:Product) WHERE m.role = 'product' AND {current:m} AND {actual:m}
    WITH DISTINCT f, made
    MATCH (made)-[:KIND_OF*0..]->(broader:Product)
    WITH DISTINCT f, broader.id AS number
    CALL (number) {
        MATCH (input:Product)-[l:INPUT_OF]->(:Product {id: number})
        RETURN input.id AS product, l.fact AS fact, l.source_id AS source
    }
    RETURN 'implied' AS what, f, product, fact, source
    UNION
    MATCH (f:Firm) WHERE f.place IN $inside_place
    MATCH (f)<-[s:SUPPLIES]-(:Firm) WHERE NOT {current:s} AND {actual:s} AND {begun:s} AND s.until_day <= date($as_of)
    RETURN 'ended' AS what, f, s.product_id AS product, s.fact AS fact, s.source_id AS source
}
OPTIONAL MATCH (x:Source {id: source})
RETURN what, f.identifier AS firm_id, f.name AS firm_name, {number:f} AS number, {by_name:f} AS by_name, f.place AS place,
       product AS product_number, fact, x.name AS source
ORDER BY what, product_number, firm_name, firm_id, fact
