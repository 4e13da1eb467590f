-- What says that firms of the areas need something, beside their purchases of today: what they use, what those who make
-- something take for it, and what they bought until it ended.
WITH RECURSIVE
{kinds},
{makes},
{asked},
here AS (SELECT DISTINCT place FROM inside),
said AS (
    SELECT 'declared' AS what, f.id AS firm, c.product, c.fact, c.source FROM consumes c JOIN firm f ON f.id = c.firm
    WHERE f.place IN (SELECT place FROM here) AND {current:c} AND {actual:c} AND coalesce(c.quantity, 1) <> 0
    UNION ALL
    SELECT DISTINCT 'implied', f.id, l.input, l.fact, l.source
    FROM makes m JOIN firm f ON f.id = m.firm JOIN kinds k ON k.kind = m.product JOIN input_of l ON l.product = k.product
    WHERE f.place IN (SELECT place FROM here) AND m.role = 'product'
    UNION ALL
    SELECT 'ended', s.buyer, s.product, s.fact, s.source FROM supplies s
    WHERE s.buyer_place IN (SELECT place FROM here) AND NOT {current:s} AND {actual:s} AND {begun:s} AND s.until_day <= $as_of::DATE
)
SELECT d.what, f.identifier AS firm_id, f.name AS firm_name, {number:f} AS number, {by_name:f} AS by_name, f.place,
       d.product AS product_number, printf('%016x', d.fact) AS fact, x.name AS source
FROM said d JOIN firm f ON f.id = d.firm LEFT JOIN source x ON x.id = d.source
ORDER BY d.what, d.product, f.name, f.identifier, d.fact
