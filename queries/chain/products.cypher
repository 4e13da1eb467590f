// The products of every chain with the stage that they stand in; a chain of which no product is known is told too.
MATCH (h:Chain) WHERE h.fact IS NOT NULL
OPTIONAL MATCH (p:Product)-[c:IN_CHAIN]->(h)
RETURN h.identifier AS chain_id, h.name AS chain, h.stages AS stages, c.stage AS stage, p.id AS product_number, p.name AS product,
       p.identifier AS product_id
ORDER BY chain, chain_id, product, product_id, stage
