-- All known makers of products, the makers of their kinds included.
WITH RECURSIVE
{kinds},
{makes},
wanted AS (SELECT unnest($products) AS product)
SELECT DISTINCT w.product, m.firm, f.name, m.place, f.number
FROM wanted w JOIN kinds k ON k.product = w.product JOIN makes m ON m.product = k.kind JOIN maker f ON f.id = m.firm
ORDER BY w.product, f.name, m.firm, m.place
