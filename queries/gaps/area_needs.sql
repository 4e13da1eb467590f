-- What the firms of the areas asked buy, say they use, and must use for what they make; a part of other texts.
purchase AS ( -- all actual purchases of the areas' firms, past ones too
    SELECT b.area, s.buyer AS firm, s.seller, s.product, s.seller_place, s.value, coalesce(s.basis, 'unstated') AS basis,
           s.period, s.quantity, s.unit, s.until_day, s.source, s.fact, {current:s} AS current,
           CASE WHEN a.area IS NOT NULL THEN 'in'
                WHEN s.seller_place IS NULL OR m.area IS NOT NULL THEN 'unplaced'
                ELSE 'out' END AS side
    FROM supplies s
    JOIN inside b ON b.place = s.buyer_place
    LEFT JOIN inside a ON a.place = s.seller_place AND a.area = b.area
    LEFT JOIN maybe m ON m.place = s.seller_place AND m.area = b.area
    WHERE {actual:s} AND {begun:s}
),
local_firm AS (SELECT f.id AS firm, i.area FROM firm f JOIN inside i ON i.place = f.place),
local_make AS (SELECT DISTINCT l.area, m.firm, m.product, m.role FROM makes m JOIN local_firm l ON l.firm = m.firm),
available AS ( -- products, and what they are kinds of, that are made or bought in the area
    SELECT DISTINCT x.area, k.product FROM (
        SELECT area, product FROM local_make
        UNION SELECT area, product FROM purchase WHERE current AND side = 'in'
    ) x JOIN kinds k ON k.kind = x.product
),
made_for AS ( -- products made here as main products, with all they are kinds of: inputs are inherited
    SELECT DISTINCT l.area, l.firm, k.product FROM local_make l JOIN kinds k ON k.kind = l.product
    WHERE l.role = 'product'
),
route AS ( -- ways of making a product, and whether all their inputs are to be had here
    SELECT m.area, l.product, l.route, bool_and(a.product IS NOT NULL) AS met
    FROM (SELECT DISTINCT area, product FROM made_for) m
    JOIN input_of l ON l.product = m.product AND l.route IS NOT NULL
    LEFT JOIN available a ON a.area = m.area AND a.product = l.input
    GROUP BY m.area, l.product, l.route
),
said_use AS ( -- what firms say they use; of one firm's quantities the latest, and a quantity of 0 says that it uses none
    SELECT l.area, c.firm, c.product, c.quantity, c.unit, c.source
    FROM consumes c JOIN local_firm l ON l.firm = c.firm WHERE {current:c} AND {actual:c}
    QUALIFY row_number() OVER (
        PARTITION BY l.area, c.firm, c.product ORDER BY c.period DESC NULLS LAST, c.since_day DESC NULLS LAST, c.fact) = 1
),
declared AS (SELECT * FROM said_use WHERE coalesce(quantity, 1) <> 0),
implied AS ( -- a route does not count where another is met, nor a need that the firm itself says it has not
    SELECT DISTINCT m.area, m.firm, l.input AS product, l.source
    FROM made_for m JOIN input_of l ON l.product = m.product
    ANTI JOIN (SELECT * FROM said_use WHERE quantity = 0) n ON n.area = m.area AND n.firm = m.firm AND n.product = l.input
    LEFT JOIN route r ON r.area = m.area AND r.product = l.product AND r.route = l.route
    WHERE l.route IS NULL OR r.met
       OR NOT EXISTS (SELECT 1 FROM route o WHERE o.area = m.area AND o.product = l.product AND o.met)
)
