-- The products of every chain with the stage that they stand in; a chain of which no product is known is told too.
SELECT h.identifier AS chain_id, h.name AS chain, h.stages, c.stage, p.id AS product_number, p.name AS product, p.identifier AS product_id
FROM chain h LEFT JOIN in_chain c ON c.chain = h.id LEFT JOIN product p ON p.id = c.product
ORDER BY h.name, h.identifier, p.name, p.identifier, c.stage
