-- Of which of the products $inputs, by a technology link, which of the products $products are made.
WITH RECURSIVE
{kinds}
SELECT DISTINCT i.kind AS input, o.kind AS product
FROM input_of l JOIN kinds i ON i.product = l.input JOIN kinds o ON o.product = l.product
WHERE i.kind IN (SELECT unnest($inputs)) AND o.kind IN (SELECT unnest($products))
ORDER BY input, product
