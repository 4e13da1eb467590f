-- Who makes a product or a kind of it, who sells it, each with the customers it is known to have, and projects that will make it.
WITH RECURSIVE
{kinds},
{makes},
wanted AS (SELECT kind AS product FROM kinds WHERE product = $product),
sold AS (
    SELECT s.seller AS firm, s.product, list(DISTINCT b.name ORDER BY b.name) AS customer_names,
           list({number:b} ORDER BY {number:b}) AS buyers, any_value(s.place) AS place
    FROM (
        SELECT DISTINCT s.seller, s.product, s.buyer, s.seller_place AS place FROM supplies s
        JOIN wanted w ON w.product = s.product WHERE {current:s} AND {actual:s}
    ) s JOIN firm b ON b.id = s.buyer GROUP BY s.seller, s.product
),
made AS (SELECT m.* FROM makes m JOIN wanted w ON w.product = m.product),
promised AS ( -- a stage reached only later is not known on the day asked
    SELECT DISTINCT j.id AS firm, a.product, x.place, a.capacity, a.unit
    FROM adds a JOIN wanted w ON w.product = a.product JOIN project j ON j.id = a.project
    LEFT JOIN sited_in x ON x.project = j.id AND {in_force:x}
    WHERE {in_force:a} AND coalesce(j.stage, '') NOT IN ('producing', 'full', 'ended')
      AND ($as_of::DATE IS NULL OR j.stage_date IS NULL OR first_day(j.stage_date) <= $as_of::DATE)
)
SELECT f.id, f.name AS firm, f.identifier AS firm_id, f.number, p.name AS product, p.id = $product AS itself, x.place, x.role,
       x.capacity, x.unit, x.promised, j.stage, coalesce(len(s.buyers), 0) AS customers, s.customer_names, s.buyers
FROM (
    SELECT firm, product, place, role, capacity, unit, false AS promised FROM made
    UNION ALL
    SELECT firm, product, place, NULL, NULL, NULL, false FROM sold ANTI JOIN made USING (firm, product)
    UNION ALL
    SELECT firm, product, place, 'product', capacity, unit, true FROM promised
) x
JOIN maker f ON f.id = x.firm JOIN product p ON p.id = x.product LEFT JOIN project j ON j.id = x.firm
LEFT JOIN sold s ON s.firm = x.firm AND s.product = x.product
ORDER BY f.name, p.name, x.role, f.id, p.id, x.place
