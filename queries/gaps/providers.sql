-- Who could provide needed products: their makers anywhere, and the present sellers to the areas' firms.
WITH RECURSIVE
{kinds},
{makes},
{asked},
wanted AS (SELECT unnest($products) AS product)
SELECT product, firm, name, place, bool_or(maker) AS maker FROM (
    SELECT w.product, m.firm, f.name, m.place, true AS maker
    FROM wanted w JOIN kinds k ON k.product = w.product JOIN makes m ON m.product = k.kind JOIN maker f ON f.id = m.firm
    UNION ALL
    SELECT w.product, s.seller, f.name, s.seller_place, false
    FROM wanted w JOIN kinds k ON k.product = w.product JOIN supplies s ON s.product = k.kind
    JOIN inside i ON i.place = s.buyer_place JOIN firm f ON f.id = s.seller
    WHERE {current:s} AND {actual:s}
) GROUP BY product, firm, name, place ORDER BY product, name, firm, place
