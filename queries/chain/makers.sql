-- Who makes what in the areas, and who makes the products asked (or a kind of them) anywhere.
WITH RECURSIVE
{kinds},
{makes},
{asked},
wanted AS (SELECT DISTINCT kind FROM kinds WHERE product IN (SELECT unnest($products))),
told AS (
    SELECT DISTINCT m.firm, m.place, m.product, m.role, m.source FROM makes m
    WHERE m.place IN (SELECT place FROM inside) OR m.product IN (SELECT kind FROM wanted)
),
said AS ( -- the facts that say so; that of who sells a waste is a supply
    SELECT p.firm, p.product, p.role, p.fact FROM produces p WHERE {current:p} AND {actual:p}
    UNION ALL SELECT a.project, a.product, 'product', a.fact FROM adds a WHERE {current:a}
)
SELECT t.firm, f.identifier AS firm_id, f.name AS firm_name, f.number, coalesce({by_name:n}, false) AS by_name, t.place,
       t.product AS product_number, p.name AS product, p.identifier AS product_id, t.role,
       (SELECT list(k.product ORDER BY k.product) FROM kinds k WHERE k.kind = t.product) AS stands_for,
       (SELECT list(printf('%016x', d.fact) ORDER BY d.fact) FROM said d
        WHERE d.firm = t.firm AND d.product = t.product AND d.role = t.role) AS facts,
       s.name AS source
FROM told t JOIN maker f ON f.id = t.firm JOIN product p ON p.id = t.product
LEFT JOIN firm n ON n.id = t.firm LEFT JOIN source s ON s.id = t.source
ORDER BY p.name, p.identifier, f.name, f.identifier, t.role, t.place, s.name
