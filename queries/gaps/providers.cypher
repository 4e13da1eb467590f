// Who could provide needed products: their makers anywhere, and the present sellers to the areas' firms.
CALL () {
    {kinds_asked}
    {makers}
    UNWIND products AS product
    RETURN product, firm, place, true AS maker
    UNION ALL
    MATCH (buyer:Firm) WHERE buyer.place IN $inside_place
    MATCH (buyer)<-[s:SUPPLIES]-(seller:Firm) WHERE {current:s} AND {actual:s}
    WITH s.product_id AS sold, collect(DISTINCT seller) AS sellers
    MATCH (product:Product {id: sold})
    // every kind is visited once, and then compared: joined at both ends, every path would be walked
    UNWIND {broader} AS wanted
    WITH wanted, sellers WHERE wanted IN $products
    UNWIND sellers AS firm
    RETURN wanted AS product, firm, firm.place AS place, false AS maker
}
WITH product, firm, place, max(maker) AS maker
RETURN product, firm.id AS firm, firm.name AS name, place, maker
ORDER BY product, name, firm, place
