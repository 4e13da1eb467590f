-- How many actual ties hold on the day, and how many of them state neither a start nor a period: supplies and, but for
-- $supplies, what firms make and use; in the places $places (null: anywhere), of the product $product and its kinds (null: any).
WITH RECURSIVE
{kinds},
wanted AS (SELECT kind AS product FROM kinds WHERE product = $product),
placed AS (SELECT unnest($places::INTEGER[]) AS place),
tie AS (
    SELECT s.product, s.seller_place AS one, s.buyer_place AS other, s.since, s.period
    FROM supplies s WHERE {current:s} AND {actual:s}
    UNION ALL
    SELECT p.product, f.place, f.place, p.since, p.period
    FROM produces p JOIN firm f ON f.id = p.firm WHERE NOT $supplies AND {current:p} AND {actual:p}
    UNION ALL
    SELECT c.product, f.place, f.place, c.since, c.period
    FROM consumes c JOIN firm f ON f.id = c.firm WHERE NOT $supplies AND {current:c} AND {actual:c}
)
SELECT count(*) AS ties, count(*) FILTER (WHERE since IS NULL AND period IS NULL) AS undated FROM tie
WHERE ($product IS NULL OR product IN (SELECT product FROM wanted))
  AND ($places IS NULL OR one IN (SELECT place FROM placed) OR other IN (SELECT place FROM placed))
