-- Each firm of the area with each product it needs, and the current purchases of it.
WITH RECURSIVE
{kinds},
{makes},
{asked},
local_firm AS (SELECT f.id AS firm, f.name, f.place FROM firm f JOIN inside i ON i.place = f.place),
purchase AS (
    SELECT s.buyer AS firm, s.product, s.seller, s.seller_place, s.value, s.fact, s.source
    FROM supplies s JOIN inside i ON i.place = s.buyer_place WHERE {current:s} AND {actual:s}
),
need AS (
    SELECT firm, product, max(strength) AS strength, min(source) AS source FROM (
        SELECT firm, product, 3 AS strength, source FROM purchase
        UNION ALL
        SELECT c.firm, c.product, 2, c.source FROM consumes c JOIN local_firm l ON l.firm = c.firm WHERE {current:c} AND {actual:c}
        UNION ALL
        SELECT l.firm, i.input, 1, i.source
        FROM local_firm l JOIN makes m ON m.firm = l.firm AND m.role = 'product'
        JOIN kinds k ON k.kind = m.product JOIN input_of i ON i.product = k.product
    ) GROUP BY firm, product
)
SELECT n.firm, l.name AS buyer, l.place AS buyer_place, n.product AS product_number, p.name AS product, n.strength,
       b.seller, f.name AS supplier, b.seller_place, b.value, printf('%016x', b.fact) AS fact, s.name AS source
FROM need n JOIN local_firm l ON l.firm = n.firm JOIN product p ON p.id = n.product
LEFT JOIN (
    SELECT q.firm, k.product, q.seller, q.seller_place, q.value, q.fact, q.source FROM purchase q JOIN kinds k ON k.kind = q.product
) b ON b.firm = n.firm AND b.product = n.product
LEFT JOIN firm f ON f.id = b.seller
LEFT JOIN source s ON s.id = coalesce(b.source, n.source)
ORDER BY l.name, n.firm, p.name, n.product, f.name, b.fact
