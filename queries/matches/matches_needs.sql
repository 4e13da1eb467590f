-- Each firm of the area with each product it needs, and its current purchases of it or of a kind of it.
WITH RECURSIVE
{kinds},
{makes},
{asked},
{area_needs},
need AS (
    SELECT firm, product, max(strength) AS strength,
           first(source ORDER BY strength DESC, source) FILTER (WHERE source IS NOT NULL) AS source FROM (
        SELECT firm, product, 3 AS strength, source FROM purchase WHERE current
        UNION ALL SELECT firm, product, 2, source FROM declared
        UNION ALL SELECT firm, product, 1, source FROM implied
    ) GROUP BY firm, product
)
SELECT n.firm, l.name AS buyer, l.place AS buyer_place, n.product AS product_number, p.name AS product, n.strength,
       b.seller, f.name AS supplier, b.seller_place, b.value, printf('%016x', b.fact) AS fact, s.name AS source
FROM need n JOIN firm l ON l.id = n.firm JOIN product p ON p.id = n.product
LEFT JOIN (
    SELECT q.firm, k.product, q.seller, q.seller_place, q.value, q.fact, q.source
    FROM purchase q JOIN kinds k ON k.kind = q.product WHERE q.current
) b ON b.firm = n.firm AND b.product = n.product
LEFT JOIN firm f ON f.id = b.seller
LEFT JOIN source s ON s.id = coalesce(b.source, n.source)
ORDER BY l.name, n.firm, p.name, n.product, f.name, b.fact
