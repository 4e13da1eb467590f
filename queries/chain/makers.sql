-- Who makes what in the areas, and who makes the products asked (or a kind of them) anywhere.
WITH RECURSIVE
{kinds},
{makes},
{asked},
wanted AS (SELECT DISTINCT kind FROM kinds WHERE product IN (SELECT unnest($products))),
told AS (
    SELECT DISTINCT m.firm, m.place, m.product, m.role FROM makes m
    WHERE m.place IN (SELECT place FROM inside) OR m.product IN (SELECT kind FROM wanted)
),
said AS ( -- the facts that say so
    SELECT p.firm, p.product, p.role, p.fact, p.source FROM produces p WHERE {current:p} AND {actual:p}
    UNION ALL SELECT a.project, a.product, 'product', a.fact, a.source FROM adds a WHERE {current:a}
    UNION ALL
    SELECT s.seller, s.product, 'waste', s.fact, s.source FROM supplies s
    WHERE s.role = 'waste' AND {current:s} AND {actual:s} AND NOT EXISTS (
        SELECT 1 FROM produces p WHERE p.firm = s.seller AND p.product = s.product AND {current:p} AND {actual:p})
),
rests AS (
    SELECT t.firm, t.product, t.role, list(DISTINCT printf('%016x', d.fact) ORDER BY printf('%016x', d.fact)) AS facts,
           list(DISTINCT s.name ORDER BY s.name) FILTER (WHERE s.name IS NOT NULL) AS sources
    FROM (SELECT DISTINCT firm, product, role FROM told) t
    JOIN said d ON d.firm = t.firm AND d.product = t.product AND d.role = t.role LEFT JOIN source s ON s.id = d.source
    GROUP BY t.firm, t.product, t.role
),
broader AS (SELECT kind, list(product ORDER BY product) AS stands_for FROM kinds GROUP BY kind)
SELECT f.identifier AS firm_id, f.name AS firm_name, f.number, {by_name:n} AS by_name, t.place,
       t.product AS product_number, p.name AS product_name, p.identifier AS product_id, t.role, b.stands_for, r.facts, r.sources
FROM told t JOIN maker f ON f.id = t.firm JOIN product p ON p.id = t.product JOIN broader b ON b.kind = t.product
LEFT JOIN rests r ON r.firm = t.firm AND r.product = t.product AND r.role = t.role LEFT JOIN firm n ON n.id = t.firm
ORDER BY p.name, p.identifier, f.name, f.identifier, t.role, t.place
