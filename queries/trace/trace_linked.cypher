// Of which of the products $inputs, by a technology link, which of the products $products are made.
MATCH (i:Product) WHERE i.id IN $inputs
MATCH (i)-[:KIND_OF*0..]->(input:Product)-[:INPUT_OF]->(made:Product)
WITH DISTINCT i, made
MATCH (o:Product)-[:KIND_OF*0..]->(made) WHERE o.id IN $products
RETURN DISTINCT i.id AS input, o.id AS product
ORDER BY input, product
