// All known makers of products, the makers of their kinds included.
{kinds_asked}
{makers}
UNWIND products AS product
WITH DISTINCT product, firm
RETURN product, firm.id AS firm, firm.name AS name, firm.place AS place
ORDER BY product, name, firm
