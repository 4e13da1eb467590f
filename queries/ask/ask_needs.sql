-- Each firm of the area with each product it needs, how strongly that is known, and its sellers of unknown place.
WITH RECURSIVE
{kinds},
{makes},
{asked},
{area_needs},
need AS (
    SELECT firm, product, max(strength) AS strength FROM (
        SELECT firm, product, 3 AS strength FROM purchase WHERE current
        UNION ALL SELECT firm, product, 2 FROM declared
        UNION ALL SELECT firm, product, 1 FROM implied
    ) GROUP BY firm, product
)
SELECT f.identifier AS firm_id, f.name AS firm, f.place, p.identifier AS product_id, p.name AS product, p.unit, n.strength,
       b.seller AS supplier_id, b.supplier
FROM need n JOIN firm f ON f.id = n.firm JOIN product p ON p.id = n.product
LEFT JOIN (
    SELECT DISTINCT q.firm, k.product, s.identifier AS seller, s.name AS supplier
    FROM purchase q JOIN kinds k ON k.kind = q.product JOIN firm s ON s.id = q.seller
    WHERE q.current AND q.side = 'unplaced'
) b ON b.firm = n.firm AND b.product = n.product
WHERE NOT coalesce(f."group", false) -- nobody answers for an unnamed group
ORDER BY f.name, f.identifier, p.name, p.identifier, b.supplier, b.seller
