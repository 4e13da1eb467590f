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
local_make AS (SELECT DISTINCT i.area, m.firm, m.product, m.role FROM makes m JOIN inside i ON i.place = m.place),
available AS ( -- products, and what they are kinds of, that are made or bought in the area
    SELECT DISTINCT x.area, k.product FROM (
        SELECT area, product FROM local_make
        UNION SELECT area, product FROM purchase WHERE current AND side = 'in'
    ) x JOIN kinds k ON k.kind = x.product
),
made_for AS ( -- what firms here make as a main product, with all it is a kind of: inputs are inherited
    SELECT DISTINCT l.area, l.firm, k.product
    FROM local_make l JOIN local_firm f ON f.area = l.area AND f.firm = l.firm JOIN kinds k ON k.kind = l.product
    WHERE l.role = 'product'
),
said_use AS ( -- what firms say they use; of one firm's quantities the latest, and a quantity of 0 says that it uses none
    SELECT l.area, c.firm, c.product, c.quantity, c.unit, c.source
    FROM consumes c JOIN local_firm l ON l.firm = c.firm WHERE {current:c} AND {actual:c}
    QUALIFY row_number() OVER (
        PARTITION BY l.area, c.firm, c.product ORDER BY {latest:c}, c.since_day DESC NULLS LAST, c.fact) = 1
),
denied AS ( -- inputs of which all who make the product here say that they use none
    SELECT m.area, m.product, u.product AS input
    FROM made_for m JOIN said_use u ON u.area = m.area AND u.firm = m.firm AND u.quantity = 0
    JOIN (SELECT area, product, count(*) AS firms FROM made_for GROUP BY area, product) n ON n.area = m.area AND n.product = m.product
    GROUP BY m.area, m.product, u.product, n.firms HAVING count(*) = n.firms
),
link AS ( -- what is an input of what is made here, and whether that is to be had here
    SELECT m.area, l.product, l.input, l.route, l.source, a.product IS NOT NULL AS here,
           -- what cannot be carried off is no need elsewhere, and bars the way that takes it, as does what nobody uses
           coalesce(i.bound, false) AND a.product IS NULL OR d.input IS NOT NULL AS barred
    FROM (SELECT DISTINCT area, product FROM made_for) m
    JOIN input_of l ON l.product = m.product JOIN product i ON i.id = l.input
    LEFT JOIN available a ON a.area = m.area AND a.product = l.input
    LEFT JOIN denied d ON d.area = m.area AND d.product = l.product AND d.input = l.input
),
route AS ( -- ways of making a product that can be gone here, and whether all their inputs are to be had here
    SELECT area, product, route, bool_and(here) AS met FROM link WHERE route IS NOT NULL
    GROUP BY area, product, route HAVING NOT bool_or(barred)
),
way AS (SELECT area, product, bool_or(met) AS met, count(*) AS routes FROM route GROUP BY area, product),
choice AS ( -- of a product of which no way is met, what only some of its ways take
    SELECT l.area, l.product, l.input
    FROM link l JOIN route r ON r.area = l.area AND r.product = l.product AND r.route = l.route
    JOIN way w ON w.area = l.area AND w.product = l.product AND NOT w.met
    GROUP BY l.area, l.product, l.input, w.routes HAVING count(*) < w.routes
),
declared AS (
    SELECT u.* FROM said_use u JOIN product p ON p.id = u.product
    LEFT JOIN available a ON a.area = u.area AND a.product = u.product
    WHERE coalesce(u.quantity, 1) <> 0 AND (a.product IS NOT NULL OR NOT coalesce(p.bound, false))
),
implied AS ( -- a route does not count where another is met, nor a need that the firm itself says it has not
    SELECT DISTINCT m.area, m.firm, t.input AS product, t.source, c.input IS NOT NULL AS alternative
    FROM made_for m JOIN link t ON t.area = m.area AND t.product = m.product
    ANTI JOIN (SELECT * FROM said_use WHERE quantity = 0) n ON n.area = m.area AND n.firm = m.firm AND n.product = t.input
    LEFT JOIN route r ON r.area = m.area AND r.product = t.product AND r.route = t.route
    LEFT JOIN way w ON w.area = m.area AND w.product = t.product
    LEFT JOIN choice c ON c.area = m.area AND c.product = t.product AND c.input = t.input AND t.route IS NOT NULL
    WHERE CASE WHEN t.route IS NULL THEN NOT t.barred ELSE r.met OR r.route IS NOT NULL AND NOT w.met END
)
