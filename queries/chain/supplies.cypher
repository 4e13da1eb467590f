// What firms of the areas buy and sell now.
CALL () {
    MATCH (a:Firm) WHERE a.place IN $inside_place
    MATCH (a)-[s:SUPPLIES]->(b:Firm) WHERE {current:s} AND {actual:s}
    RETURN a, s, b
    UNION
    MATCH (b:Firm) WHERE b.place IN $inside_place
    MATCH (a:Firm)-[s:SUPPLIES]->(b) WHERE {current:s} AND {actual:s}
    RETURN a, s, b
}
MATCH (product:Product {id: s.product_id})
OPTIONAL MATCH (x:Source {id: s.source_id})
RETURN s.fact AS fact, product.id AS product_number, product.name AS product, product.identifier AS product_id, {broader} AS stands_for,
       a.identifier AS seller_id, a.name AS seller, {number:a} AS seller_number, {by_name:a} AS seller_by_name, a.place AS seller_place,
       b.identifier AS buyer_id, b.name AS buyer, {number:b} AS buyer_number, {by_name:b} AS buyer_by_name, b.place AS buyer_place,
       x.name AS source
ORDER BY product.name, product_id, seller, seller_id, buyer, buyer_id, fact
