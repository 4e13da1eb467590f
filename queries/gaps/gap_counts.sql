-- The needs of areas, one row an area and product: what was fetched and counted; a part of other texts.
WITH RECURSIVE
{kinds},
{makes},
{asked},
{area_needs},
ended AS ( -- purchases that stopped not long ago and have no successor: nobody here buys it now, or makes it
    SELECT area, firm, product, until_day, source, fact FROM purchase p
    WHERE NOT current AND until_day <= $as_of::DATE AND until_day >= $as_of::DATE - to_months($broken_months)
      AND NOT EXISTS (
        SELECT 1 FROM purchase n JOIN kinds k ON k.kind = n.product
        WHERE n.area = p.area AND n.current AND k.product = p.product)
      AND NOT EXISTS (SELECT 1 FROM available a WHERE a.area = p.area AND a.product = p.product)
),
need AS ( -- what is itself bought, declared or implied
    SELECT area, product FROM purchase WHERE current
    UNION SELECT area, product FROM declared
    UNION SELECT area, product FROM implied
    UNION SELECT area, product FROM ended
),
bought AS ( -- a need's current purchases, those of its kinds included
    SELECT n.area, n.product, p.* EXCLUDE (area, product)
    FROM need n JOIN kinds k ON k.product = n.product
    JOIN purchase p ON p.area = n.area AND p.product = k.kind AND p.current
),
needing AS (
    SELECT area, product, firm, 3 AS strength, source, false AS alternative FROM bought
    UNION ALL SELECT area, product, firm, 3, source, false FROM ended
    UNION ALL SELECT area, product, firm, 2, source, false FROM declared
    UNION ALL SELECT area, product, firm, 1, source, alternative FROM implied
),
known_by AS ( -- the firms by the strongest that is known of each
    SELECT x.area, x.product,
           list(f.number ORDER BY f.number) FILTER (WHERE x.strength = 3) AS buyers,
           list(f.number ORDER BY f.number) FILTER (WHERE x.strength = 2) AS declarers,
           list(f.number ORDER BY f.number) FILTER (WHERE x.strength = 1) AS implied
    FROM (SELECT area, product, firm, max(strength) AS strength FROM needing WHERE $names GROUP BY area, product, firm) x
    JOIN maker f ON f.id = x.firm GROUP BY x.area, x.product
),
needing_sum AS (
    SELECT x.area, x.product, max(strength) AS strength, count(DISTINCT firm) AS firms, bool_and(alternative) AS alternative,
           CASE WHEN $names THEN list(DISTINCT f.name ORDER BY f.name) END AS firm_names,
           CASE WHEN $names THEN list(DISTINCT f.identifier ORDER BY f.identifier) END AS firm_ids,
           CASE WHEN $names THEN list(DISTINCT s.name ORDER BY s.name) FILTER (WHERE s.name IS NOT NULL) END AS evidence
    FROM needing x JOIN firm f ON f.id = x.firm LEFT JOIN source s ON s.id = x.source
    GROUP BY x.area, x.product
),
chosen AS ( -- values of different basis or period are never summed: annual before contract before cumulative
    SELECT area, product, basis, period FROM (
        SELECT area, product, basis, period, row_number() OVER (
            PARTITION BY area, product
            ORDER BY CASE basis WHEN 'annual' THEN 1 WHEN 'contract' THEN 2 WHEN 'cumulative' THEN 3 ELSE 4 END,
                     {latest:b}, basis DESC) AS rank
        FROM (SELECT DISTINCT area, product, basis, period FROM bought WHERE value IS NOT NULL) b
    ) WHERE rank = 1
),
valued AS (
    SELECT b.*, CASE WHEN b.basis = c.basis AND b.period IS NOT DISTINCT FROM c.period THEN b.value END AS counted,
           c.basis AS counted_basis, c.period AS counted_period
    FROM bought b LEFT JOIN chosen c ON c.area = b.area AND c.product = b.product
),
seller_sum AS (
    SELECT area, product, seller, side, sum(counted) AS value, count(*) AS purchases, count(counted) AS valued,
           count(*) FILTER (WHERE NOT EXISTS (
               SELECT 1 FROM makes m JOIN kinds k ON k.kind = m.product
               WHERE m.firm = valued.seller AND k.product = valued.product)) > 0 AS maker_unknown
    FROM valued GROUP BY area, product, seller, side
),
bought_sum AS (
    SELECT x.area, x.product,
           count(DISTINCT x.seller) AS suppliers,
           count(DISTINCT x.seller) FILTER (WHERE x.side = 'in') AS suppliers_inside,
           count(DISTINCT x.seller) FILTER (WHERE x.side = 'out') AS suppliers_outside,
           count(DISTINCT x.seller) FILTER (WHERE x.side = 'unplaced') AS suppliers_unplaced,
           CASE WHEN $names THEN list(DISTINCT f.name ORDER BY f.name) FILTER (WHERE x.side <> 'unplaced' AND {by_name:f}) END AS by_name,
           bool_or(coalesce(f."group", false)) AS group_supplies,
           coalesce(bool_or(x.maker_unknown) FILTER (WHERE x.side = 'in'), false) AS maker_unknown,
           sum(x.purchases) AS purchases, sum(x.valued) AS valued, sum(x.value) AS value,
           coalesce(sum(x.purchases) FILTER (WHERE x.side <> 'unplaced'), 0) AS placed,
           coalesce(sum(x.valued) FILTER (WHERE x.side <> 'unplaced'), 0) AS placed_valued,
           coalesce(sum(x.value) FILTER (WHERE x.side <> 'unplaced'), 0) AS placed_value,
           coalesce(sum(x.value) FILTER (WHERE x.side = 'in'), 0) AS inside_value,
           sum(x.value * x.value) AS value_squares,
           list({number:f} ORDER BY {number:f}) FILTER (WHERE $names AND x.side = 'in') AS sellers_inside,
           list({number:f} ORDER BY {number:f}) FILTER (WHERE $names AND x.side = 'out') AS sellers_outside,
           list({number:f} ORDER BY {number:f}) FILTER (WHERE $names AND x.side = 'unplaced') AS sellers_unplaced
    FROM seller_sum x JOIN firm f ON f.id = x.seller GROUP BY x.area, x.product
),
quantity_sum AS ( -- the known need a year: what is declared, else what is bought, in one unit
    SELECT area, product, max(unit) AS unit, sum(quantity) AS quantity FROM (
        SELECT area, product, quantity, regexp_replace(coalesce(unit, ''), '(/|每)(年|a)$', '') AS unit FROM declared
        WHERE quantity IS NOT NULL
        UNION ALL
        SELECT area, product, quantity, regexp_replace(coalesce(unit, ''), '(/|每)(年|a)$', '') FROM (
            SELECT *, first_value(period) OVER (PARTITION BY area, product ORDER BY {latest:n}) AS latest FROM bought n
            WHERE quantity IS NOT NULL AND basis = 'annual'
        ) b
        WHERE period IS NOT DISTINCT FROM latest -- quantities of two years are no need of one
          AND NOT EXISTS (SELECT 1 FROM declared d WHERE d.area = b.area AND d.product = b.product AND d.quantity IS NOT NULL)
    ) GROUP BY area, product HAVING count(DISTINCT unit) = 1
),
making AS ( -- who makes a need, or a kind of it; a project at several sites here once
    SELECT DISTINCT n.area, n.product, m.firm, m.role, m.capacity, regexp_replace(coalesce(m.unit, ''), '(/|每)(年|a)$', '') AS unit
    FROM need n JOIN kinds k ON k.product = n.product JOIN makes m ON m.product = k.kind
    JOIN inside i ON i.place = m.place AND i.area = n.area
),
maker_sum AS (
    SELECT m.area, m.product, count(DISTINCT m.firm) AS makers,
           CASE WHEN $names THEN list(DISTINCT f.name ORDER BY f.name) END AS maker_names,
           sum(m.capacity) AS capacity, count(*) = count(m.capacity) AS capacity_known,
           CASE WHEN count(DISTINCT m.unit) FILTER (WHERE m.capacity IS NOT NULL) = 1
                THEN max(m.unit) FILTER (WHERE m.capacity IS NOT NULL) END AS unit,
           bool_or(led.firm IS NOT NULL) AS leader, bool_or(m.role = 'product') AS as_product
    FROM making m JOIN maker f ON f.id = m.firm
    LEFT JOIN (
        SELECT DISTINCT d.firm, c.product FROM leads d JOIN in_chain c ON c.chain = d.chain WHERE {current:d}
    ) led ON led.firm = m.firm AND led.product = m.product
    GROUP BY m.area, m.product
),
made_by AS (
    SELECT m.area, m.product, list(f.number ORDER BY f.number) AS makers
    FROM (SELECT DISTINCT area, product, firm FROM making WHERE $names) m JOIN maker f ON f.id = m.firm GROUP BY m.area, m.product
),
begun AS ( -- chains of which exactly one stage is made here
    SELECT l.area, c.chain, any_value(c.stage) AS stage
    FROM local_make l JOIN kinds k ON k.kind = l.product JOIN in_chain c ON c.product = k.product
    WHERE $names AND l.role = 'product' AND c.stage IS NOT NULL
    GROUP BY l.area, c.chain HAVING count(DISTINCT c.stage) = 1
),
to_build AS ( -- a need of that same stage adds none
    SELECT DISTINCT b.area, c.product FROM begun b JOIN in_chain c ON c.chain = b.chain AND c.stage <> b.stage
),
ended_sum AS (SELECT area, product, max(until_day)::VARCHAR AS ended_on FROM ended GROUP BY area, product),
chain_of AS (
    SELECT c.product, list(h.name ORDER BY h.name, h.identifier) AS chains,
           list(c.stage ORDER BY h.name, h.identifier) AS stages
    FROM in_chain c JOIN chain h ON h.id = c.chain GROUP BY c.product
),
counted AS (
    SELECT n.area, p.id AS product_number, p.name AS product, p.identifier AS product_id, c.chains, c.stages,
           coalesce(p.bound, false) AS bound, f.strength, f.firms, f.firm_names, f.firm_ids, f.evidence, f.alternative,
           y.buyers, y.declarers, y.implied, e.ended_on,
           coalesce(m.makers, 0) AS makers_here, m.maker_names, z.makers, coalesce(m.leader, false) AS leader,
           coalesce(m.as_product, false) AS as_product,
           t.product IS NOT NULL AS to_build, CASE WHEN m.unit IS NOT NULL THEN m.capacity END AS capacity, m.capacity_known, m.unit AS capacity_unit, q.quantity AS needed, q.unit AS needed_unit,
           coalesce(b.suppliers, 0) AS suppliers, coalesce(b.suppliers_inside, 0) AS suppliers_inside,
           coalesce(b.suppliers_outside, 0) AS suppliers_outside, coalesce(b.suppliers_unplaced, 0) AS suppliers_unplaced,
           b.by_name AS suppliers_by_name, coalesce(b.group_supplies, false) AS group_supplies, coalesce(b.maker_unknown, false) AS maker_unknown,
           coalesce(b.purchases, 0) AS purchases, coalesce(b.valued, 0) AS valued, b.value AS bought_value,
           h.basis AS bought_basis, h.period AS bought_period,
           coalesce(b.placed, 0) AS placed, coalesce(b.placed_valued, 0) AS placed_valued,
           coalesce(b.placed_value, 0) AS placed_value, coalesce(b.inside_value, 0) AS inside_value, b.value_squares,
           b.sellers_inside, b.sellers_outside, b.sellers_unplaced
    FROM need n
    JOIN product p ON p.id = n.product
    JOIN needing_sum f ON f.area = n.area AND f.product = n.product
    LEFT JOIN known_by y ON y.area = n.area AND y.product = n.product
    LEFT JOIN made_by z ON z.area = n.area AND z.product = n.product
    LEFT JOIN bought_sum b ON b.area = n.area AND b.product = n.product
    LEFT JOIN maker_sum m ON m.area = n.area AND m.product = n.product
    LEFT JOIN quantity_sum q ON q.area = n.area AND q.product = n.product
    LEFT JOIN to_build t ON t.area = n.area AND t.product = n.product
    LEFT JOIN ended_sum e ON e.area = n.area AND e.product = n.product
    LEFT JOIN chosen h ON h.area = n.area AND h.product = n.product
    LEFT JOIN chain_of c ON c.product = n.product
)
