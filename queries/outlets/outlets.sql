-- What firms of the area make (products, by-products, wastes) that no firm of it uses, and who uses it elsewhere.
WITH RECURSIVE
{kinds},
{makes},
{asked},
{area_needs},
uses AS ( -- who buys, declares or by its technology needs what; a need is met by any kind of it
    SELECT s.buyer AS firm, s.buyer_place AS place, s.product, 3 AS strength
    FROM supplies s WHERE {current:s} AND {actual:s}
    UNION ALL
    SELECT c.firm, f.place, c.product, 2 FROM consumes c JOIN firm f ON f.id = c.firm
    WHERE {current:c} AND {actual:c} AND coalesce(c.quantity, 1) <> 0
    UNION ALL
    SELECT m.firm, m.place, l.input, 1
    FROM makes m JOIN firm f ON f.id = m.firm JOIN kinds k ON k.kind = m.product JOIN input_of l ON l.product = k.product
    WHERE m.role = 'product' AND m.firm NOT IN (SELECT firm FROM local_firm)
    UNION ALL -- of ways of making a product a firm here needs the inputs that `gaps` counts
    SELECT i.firm, f.place, i.product, 1 FROM implied i JOIN firm f ON f.id = i.firm
),
made AS (
    SELECT l.product, l.role, count(DISTINCT l.firm) AS makers_here, list(DISTINCT f.name ORDER BY f.name) AS maker_names
    FROM local_make l JOIN maker f ON f.id = l.firm GROUP BY l.product, l.role
),
used AS (
    SELECT k.kind AS product, u.firm, u.place, max(u.strength) AS strength,
           bool_or(i.place IS NOT NULL) AS here
    FROM uses u JOIN kinds k ON k.product = u.product
    JOIN (SELECT DISTINCT product FROM made) m ON m.product = k.kind
    JOIN product p ON p.id = k.kind
    LEFT JOIN inside i ON i.place = u.place
    -- what cannot be carried off has users elsewhere only where somebody is known to buy it
    WHERE i.place IS NOT NULL OR u.strength = 3 OR NOT coalesce(p.bound, false)
    GROUP BY k.kind, u.firm, u.place
)
SELECT m.product AS product_number, p.name AS product, p.identifier AS product_id, m.role, m.makers_here, m.maker_names,
       u.firm AS user_number, f.name AS user, u.place AS user_place, u.strength
FROM made m JOIN product p ON p.id = m.product
LEFT JOIN used u ON u.product = m.product LEFT JOIN firm f ON f.id = u.firm
WHERE NOT EXISTS (SELECT 1 FROM used h WHERE h.product = m.product AND h.here)
ORDER BY p.name, p.identifier, m.role, f.name, u.firm
