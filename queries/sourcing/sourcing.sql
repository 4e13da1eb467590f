-- What the firms of an area buy now, summed for the area, each chain and each firm that leads one (or all): one row a
-- subject and ring around the area in which the suppliers lie; sourcing.py makes shares of it.
WITH RECURSIVE
{kinds},
ring AS (
    SELECT unnest($here) AS place, 'here' AS ring
    UNION ALL SELECT unnest($near), 'near'
    UNION ALL SELECT unnest($province), 'province'
    UNION ALL SELECT unnest($elsewhere), 'elsewhere'
),
purchase AS (
    SELECT s.buyer, s.seller, s.product, s.value, coalesce(s.basis, 'unstated') AS basis, s.period,
           coalesce(r.ring, 'unplaced') AS ring
    FROM supplies s LEFT JOIN ring r ON r.place = s.seller_place
    WHERE s.buyer_place IN (SELECT unnest($here)) AND {current:s} AND {actual:s}
),
subject AS (
    SELECT 'area' AS kind, -1 AS number, * FROM purchase
    UNION ALL -- a kind of a product of a chain is one
    SELECT 'chain', c.chain, p.* FROM purchase p JOIN (
        SELECT DISTINCT c.chain, k.kind FROM in_chain c JOIN kinds k ON k.product = c.product
    ) c ON c.kind = p.product
    UNION ALL
    SELECT 'firm', p.buyer, p.* FROM purchase p
    WHERE $every OR p.buyer IN (SELECT l.firm FROM leads l WHERE {current:l})
),
chosen AS ( -- values of different basis or period are never summed: annual before contract before cumulative, as in gaps
    SELECT kind, number, basis, period FROM (
        SELECT kind, number, basis, period, row_number() OVER (
            PARTITION BY kind, number
            ORDER BY CASE basis WHEN 'annual' THEN 1 WHEN 'contract' THEN 2 WHEN 'cumulative' THEN 3 ELSE 4 END,
                     period DESC NULLS LAST, basis DESC) AS rank
        FROM (SELECT DISTINCT kind, number, basis, period FROM subject WHERE value IS NOT NULL)
    ) WHERE rank = 1
),
valued AS (
    SELECT s.*, CASE WHEN s.basis = c.basis AND s.period IS NOT DISTINCT FROM c.period THEN s.value END AS counted
    FROM subject s LEFT JOIN chosen c ON c.kind = s.kind AND c.number = s.number
),
whole AS (
    SELECT kind, number, count(DISTINCT product) AS products, count(DISTINCT buyer) AS buyers FROM subject GROUP BY kind, number
),
seller_sum AS (
    SELECT kind, number, ring, seller, count(*) AS purchases, count(counted) AS valued, sum(counted) AS value
    FROM valued GROUP BY kind, number, ring, seller
)
SELECT x.kind, x.number, n.name, n.identifier, x.ring, count(*) AS suppliers,
       count(*) FILTER (WHERE f."group") AS groups,
       sum(x.purchases)::BIGINT AS purchases, sum(x.valued)::BIGINT AS valued, sum(x.value) AS value,
       w.products, w.buyers, c.basis, c.period
FROM seller_sum x JOIN firm f ON f.id = x.seller JOIN whole w ON w.kind = x.kind AND w.number = x.number
LEFT JOIN chosen c ON c.kind = x.kind AND c.number = x.number LEFT JOIN node n ON n.id = x.number
GROUP BY x.kind, x.number, n.name, n.identifier, x.ring, w.products, w.buyers, c.basis, c.period
ORDER BY x.kind, n.name, n.identifier, x.ring
