// All known makers of products, the makers of their kinds included.
{kinds_asked}
{makers}
UNWIND products AS product
WITH DISTINCT product, firm, place
RETURN product, firm.id AS firm, firm.name AS name, place, {number:firm} AS number
ORDER BY product, name, firm, place
