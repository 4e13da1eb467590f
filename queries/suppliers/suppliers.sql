-- Who makes a product or a kind of it, and who sells it, each with the customers it is known to have.
WITH RECURSIVE
{kinds},
{makes},
wanted AS (SELECT kind AS product FROM kinds WHERE product = $product),
sold AS (
    SELECT s.seller AS firm, s.product, list(DISTINCT b.name ORDER BY b.name) AS customer_names,
           count(DISTINCT s.buyer) AS customers, any_value(s.seller_place) AS place
    FROM supplies s JOIN wanted w ON w.product = s.product JOIN firm b ON b.id = s.buyer
    WHERE {current:s} AND {actual:s} GROUP BY s.seller, s.product
),
made AS (SELECT m.* FROM makes m JOIN wanted w ON w.product = m.product)
SELECT f.id, f.name AS firm, f.identifier AS firm_id, p.name AS product, p.id = $product AS itself, x.place, x.role,
       x.capacity, x.unit, coalesce(s.customers, 0) AS customers, s.customer_names
FROM (
    SELECT firm, product, place, role, capacity, unit FROM made
    UNION ALL
    SELECT firm, product, place, NULL, NULL, NULL FROM sold ANTI JOIN made USING (firm, product)
) x
JOIN firm f ON f.id = x.firm JOIN product p ON p.id = x.product
LEFT JOIN sold s ON s.firm = x.firm AND s.product = x.product
ORDER BY f.name, p.name, x.role, f.id, p.id
