// Technology links among traced firms: one makes what is an input of what another makes. No supply is stated.
MATCH (f:Firm) WHERE f.id IN $firms
WITH collect(f) AS firms
{makes}
WITH product, collect(DISTINCT firm) AS makers, collect(DISTINCT CASE role WHEN 'product' THEN firm END) AS users
CALL (product, makers, users) { // whoever makes an input or a kind of it, and whoever makes something of the input
    MATCH (product)-[:KIND_OF*0..]->(input:Product)
    WITH DISTINCT input, makers WHERE EXISTS { (input)-[:INPUT_OF]->() } // every kind is visited once, then looked at
    UNWIND makers AS seller
    RETURN input, seller, null AS buyer
    UNION ALL
    WITH product, users WHERE users <> []
    MATCH (product)-[:KIND_OF*0..]->(:Product)<-[:INPUT_OF]-(input:Product)
    WITH DISTINCT input, users
    UNWIND users AS buyer
    RETURN input, null AS seller, buyer
}
WITH input, collect(DISTINCT seller) AS sellers, collect(DISTINCT buyer) AS buyers
WHERE sellers <> [] AND buyers <> []
WITH input, sellers, buyers, COLLECT { MATCH (k:Product)-[:KIND_OF*0..]->(input) RETURN DISTINCT k.id } AS kinds
UNWIND sellers AS a
UNWIND buyers AS b
WITH input, kinds, a, b
WHERE a <> b AND NOT EXISTS {
    MATCH (a)-[s:SUPPLIES]->(b) WHERE s.product_id IN kinds AND {current:s} AND {actual:s}
}
RETURN a.id AS seller, a.name AS seller_name, a.place AS seller_place,
       b.id AS buyer, b.name AS buyer_name, b.place AS buyer_place, input.id AS product, input.name AS product_name
ORDER BY seller_name, buyer_name, product_name, product, seller, buyer
