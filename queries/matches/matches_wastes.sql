-- By-products and wastes of the area's firms, and who elsewhere buys, declares or needs such a product.
WITH RECURSIVE
{kinds},
{makes},
{asked},
uses AS (
    SELECT s.buyer AS firm, s.product, 3 AS strength, s.source FROM supplies s WHERE {current:s} AND {actual:s}
    UNION ALL
    SELECT c.firm, c.product, 2, c.source FROM consumes c WHERE {current:c} AND {actual:c} AND coalesce(c.quantity, 1) <> 0
    UNION ALL
    SELECT m.firm, l.input, 1, l.source
    FROM makes m JOIN kinds k ON k.kind = m.product JOIN input_of l ON l.product = k.product WHERE m.role = 'product'
)
SELECT m.firm, f.name AS maker, m.place AS maker_place, m.product AS product_number, p.name AS product,
       u.firm AS buyer_number, b.name AS buyer, b.place AS buyer_place, max(u.strength) AS strength, min(s.name) AS source
FROM makes m JOIN inside i ON i.place = m.place
JOIN firm f ON f.id = m.firm JOIN product p ON p.id = m.product
JOIN kinds k ON k.kind = m.product JOIN uses u ON u.product = k.product
JOIN firm b ON b.id = u.firm LEFT JOIN source s ON s.id = u.source
WHERE m.role IN ('by-product', 'waste') AND u.firm <> m.firm
  AND NOT EXISTS (SELECT 1 FROM supplies s WHERE s.seller = m.firm AND s.buyer = u.firm AND s.product = m.product AND {current:s} AND {actual:s})
GROUP BY ALL ORDER BY f.name, m.firm, p.name, b.name, u.firm, m.product
