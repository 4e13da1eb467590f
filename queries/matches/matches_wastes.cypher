// By-products and wastes of the area's firms, and who elsewhere buys, declares or needs such a product.
MATCH (f:Firm) WHERE f.place IN $inside_place
WITH collect(f) AS firms
{makes}
WITH product, firm WHERE role IN ['by-product', 'waste']
WITH product, collect(DISTINCT firm) AS makers
CALL (product) { // whoever uses it or what it is a kind of, once for all makers
    MATCH (product)-[:KIND_OF*0..]->(used:Product)
    WITH DISTINCT used
    CALL (used) {
        MATCH (:Firm)-[s:SUPPLIES]->(user:Firm) WHERE s.product_id = used.id AND {current:s} AND {actual:s}
        RETURN user, 3 AS strength, s.source_id AS number
        UNION
        MATCH (user:Firm)-[c:CONSUMES]->(used) WHERE {current:c} AND {actual:c} AND coalesce(c.quantity, 1) <> 0
        RETURN user, 2 AS strength, c.source_id AS number
        UNION
        MATCH (used)-[l:INPUT_OF]->(:Product)<-[:KIND_OF*0..]-(made:Product)
        WITH DISTINCT l.source_id AS number, made
        MATCH (user:Firm)-[p:PRODUCES]->(made) WHERE p.role = 'product' AND {current:p} AND {actual:p}
        RETURN user, 1 AS strength, number
    }
    WITH number, collect([user, strength]) AS uses
    OPTIONAL MATCH (s:Source {id: number})
    WITH s.name AS source, uses
    UNWIND uses AS use
    RETURN use[0] AS user, max(use[1]) AS strength, min(source) AS source
}
UNWIND makers AS maker
WITH * WHERE user <> maker AND NOT EXISTS {
    MATCH (maker)-[s:SUPPLIES]->(user) WHERE s.product_id = product.id AND {current:s} AND {actual:s}
}
RETURN maker.id AS firm, maker.name AS maker, maker.place AS maker_place, product.id AS product_number,
       product.name AS product, user.id AS buyer_number, user.name AS buyer, user.place AS buyer_place, strength, source
ORDER BY maker, firm, product, buyer, buyer_number, product_number
