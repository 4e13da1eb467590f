// What firms of the areas buy and sell now.
CALL () {
    MATCH (seller:Firm) WHERE seller.place IN $inside_place
    MATCH (seller)-[s:SUPPLIES]->(buyer:Firm) WHERE {current:s} AND {actual:s}
    RETURN seller, s, buyer
    UNION
    MATCH (buyer:Firm) WHERE buyer.place IN $inside_place
    MATCH (seller:Firm)-[s:SUPPLIES]->(buyer) WHERE {current:s} AND {actual:s}
    RETURN seller, s, buyer
}
MATCH (product:Product {id: s.product_id})
OPTIONAL MATCH (x:Source {id: s.source_id})
WITH s, seller, buyer, x, product, {broader} AS stands_for
RETURN s.fact AS fact, product.id AS product_number, product.name AS product_name, product.identifier AS product_id, stands_for,
       seller.identifier AS seller_id, seller.name AS seller_name, {number:seller} AS seller_number, {by_name:seller} AS seller_by_name,
       seller.place AS seller_place, buyer.identifier AS buyer_id, buyer.name AS buyer_name, {number:buyer} AS buyer_number,
       {by_name:buyer} AS buyer_by_name, buyer.place AS buyer_place, x.name AS source
ORDER BY product_name, product_id, seller_name, seller_id, buyer_name, buyer_id, fact
