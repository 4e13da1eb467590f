// The needs of areas, one row an area and product: what was fetched and counted; a part of other texts.
{asked}
CALL (places, maybe) { // one area at a time: what is collected for it is let go with it
    {area_needs}
    CALL (firms, bought, available) { // purchases that stopped not long ago: nobody here buys it now, or makes it
        WITH firms, available, COLLECT { UNWIND bought AS b UNWIND b.broader AS number RETURN DISTINCT number } AS replaced
        UNWIND firms AS firm
        MATCH (firm)<-[s:SUPPLIES]-(:Firm)
        WHERE NOT {current:s} AND s.until_day <= date($as_of) AND s.until_day >= date($as_of) - duration({months: $broken_months})
          AND {actual:s} AND {begun:s}
        // asked in a step of its own: a server that has just been written to would begin at all products of supplies
        WITH firm, s, s.product_id AS product, replaced, available
        WHERE NOT product IN replaced AND NOT product IN available
        RETURN collect({firm: firm, product: product, until_day: s.until_day, source: s.source_id}) AS ended
    }
    // a need is what is itself bought, declared or implied; then its kinds count for it too
    WITH *, COLLECT {
        UNWIND bought + declared + implied + ended AS x RETURN DISTINCT x.product
    } AS need
    WITH firms, made, declared, implied, ended,
         [b IN bought | {needs: [n IN b.broader WHERE n IN need], purchases: b.purchases}] AS bought,
         [m IN made | {needs: [n IN m.broader WHERE n IN need], makes: m.makes}] AS supply
    CALL (firms) { // what the leaders of chains lead
        UNWIND firms AS firm
        MATCH (firm)-[d:LEADS]->(:Chain)<-[:IN_CHAIN]-(product:Product) WHERE {current:d}
        RETURN collect(DISTINCT firm.id + ' ' + product.id) AS led
    }
    CALL (made) { // products of other stages of chains of which exactly one is made here
        UNWIND CASE WHEN $names THEN made ELSE [] END AS m
        WITH m WHERE any(x IN m.makes WHERE x.role = 'product')
        UNWIND m.broader AS number
        MATCH (:Product {id: number})-[s:IN_CHAIN]->(chain:Chain)
        WITH chain, count(DISTINCT s.stage) AS stages, min(s.stage) AS stage WHERE stages = 1
        MATCH (chain)<-[s:IN_CHAIN]-(product:Product) WHERE s.stage <> stage
        RETURN collect(DISTINCT product.id) AS to_build
    }
    CALL (bought, supply, declared, implied, ended, led) {
        // each part counts something of a need; `counted` says what
        CALL (bought, declared, implied, ended) {
            UNWIND bought AS b UNWIND b.needs AS need UNWIND b.purchases AS x
            RETURN need, 3 AS strength, x.firm AS firm, x.source AS source, false AS alternative
            UNION ALL
            UNWIND ended AS x RETURN x.product AS need, 3 AS strength, x.firm AS firm, x.source AS source, false AS alternative
            UNION ALL
            UNWIND declared AS x RETURN x.product AS need, 2 AS strength, x.firm AS firm, x.source AS source, false AS alternative
            UNION ALL
            UNWIND implied AS x
            RETURN x.product AS need, 1 AS strength, x.firm AS firm, x.source AS source, x.alternative AS alternative
        }
        // the firms by the strongest that is known of each
        WITH need, firm, max(strength) AS strength, min(alternative) AS alternative, collect(source) AS sources
        WITH *, CASE WHEN $names THEN {number:firm} END AS number ORDER BY number
        WITH need, max(strength) AS strength, count(*) AS firms, min(alternative) AS alternative,
             collect(CASE strength WHEN 3 THEN number END) AS buyers, collect(CASE strength WHEN 2 THEN number END) AS declarers,
             collect(CASE strength WHEN 1 THEN number END) AS guessed,
             collect(DISTINCT CASE WHEN $names THEN firm.name END) AS names,
             collect(DISTINCT CASE WHEN $names THEN firm.identifier END) AS ids,
             CASE WHEN $names THEN reduce(all = [], one IN collect(sources) | all + one) END AS sources
        RETURN need, {counted: 'needing', strength: strength, firms: firms, alternative: alternative, buyers: buyers,
                      declarers: declarers, implied: guessed, names: names, ids: ids, sources: sources} AS row
        UNION ALL
        UNWIND ended AS x
        WITH x.product AS need, toString(max(x.until_day)) AS day
        RETURN need, {counted: 'ended', day: day} AS row
        UNION ALL
        // values of different basis or period are never summed: annual before contract before cumulative
        UNWIND bought AS b UNWIND b.needs AS need UNWIND b.purchases AS x
        WITH need, x.seller AS seller, x.side AS side, x.basis AS basis, x.period AS period,
             count(*) AS purchases, count(x.value) AS valued, sum(x.value) AS value
        WITH need, {seller: seller, side: side, basis: basis, period: period, purchases: purchases, valued: valued, value: value} AS x
        ORDER BY CASE x.basis WHEN 'annual' THEN 1 WHEN 'contract' THEN 2 WHEN 'cumulative' THEN 3 ELSE 4 END,
                 {latest:x}, x.basis DESC
        WITH need, collect(CASE WHEN x.valued > 0 THEN x END)[0] AS chosen, collect(x) AS sums
        UNWIND sums AS x
        WITH need, x, coalesce(x.basis = chosen.basis AND coalesce(x.period, '') = coalesce(chosen.period, ''), false) AS counts
        WITH need, x.seller AS seller, x.side AS side, sum(x.purchases) AS purchases,
             sum(CASE WHEN counts THEN x.valued ELSE 0 END) AS valued,
             sum(CASE WHEN counts THEN x.value ELSE 0 END) AS value,
             max(CASE WHEN counts THEN x.basis END) AS basis, max(CASE WHEN counts THEN x.period END) AS period
        WITH *, CASE WHEN $names THEN {number:seller} END AS number ORDER BY number
        WITH need, max(basis) AS basis, max(period) AS period, count(*) AS suppliers, collect(CASE WHEN side = 'in' THEN seller.id END) AS inside,
             collect(CASE side WHEN 'in' THEN number END) AS sellers_inside, collect(CASE side WHEN 'out' THEN number END) AS sellers_outside,
             collect(CASE side WHEN 'unplaced' THEN number END) AS sellers_unplaced,
             count(CASE WHEN side = 'out' THEN 1 END) AS outside, count(CASE WHEN side = 'unplaced' THEN 1 END) AS unplaced,
             collect(CASE WHEN $names AND side <> 'unplaced' AND {by_name:seller} THEN seller.name END) AS by_name,
             count(CASE WHEN seller.`group` THEN 1 END) > 0 AS groups,
             sum(purchases) AS purchases, sum(valued) AS valued, sum(value) AS value, sum(value * value) AS squares,
             sum(CASE WHEN side <> 'unplaced' THEN purchases ELSE 0 END) AS placed,
             sum(CASE WHEN side <> 'unplaced' THEN valued ELSE 0 END) AS placed_valued,
             sum(CASE WHEN side <> 'unplaced' THEN value ELSE 0 END) AS placed_value,
             sum(CASE WHEN side = 'in' THEN value ELSE 0 END) AS inside_value
        RETURN need, {
            counted: 'bought', basis: basis, period: period, suppliers: suppliers, inside: inside,
            outside: outside, unplaced: unplaced, by_name: by_name, groups: groups, purchases: purchases, valued: valued, value: value,
            squares: squares, placed: placed, placed_valued: placed_valued, placed_value: placed_value,
            inside_value: inside_value, sellers_inside: sellers_inside, sellers_outside: sellers_outside,
            sellers_unplaced: sellers_unplaced} AS row
        UNION ALL
        UNWIND supply AS m UNWIND m.needs AS need UNWIND m.makes AS x
        WITH need, collect(DISTINCT x.firm.id) AS firms, collect(DISTINCT CASE WHEN $names THEN x.firm.name END) AS names,
             sum(x.capacity) AS capacity, count(*) = count(x.capacity) AS known,
             collect(DISTINCT CASE WHEN x.capacity IS NOT NULL THEN x.unit END) AS units,
             count(CASE x.role WHEN 'product' THEN 1 END) > 0 AS as_product,
             CASE WHEN $names THEN collect(DISTINCT x.firm) ELSE [] END AS makers
        RETURN need, {
            counted: 'made', firms: firms, as_product: as_product, makers: COLLECT {
                UNWIND makers AS maker WITH {number:maker} AS number RETURN number ORDER BY number}, names: names, capacity: capacity, known: known,
            unit: CASE WHEN size(units) = 1 THEN units[0] END,
            leader: led <> [] AND any(firm IN firms WHERE firm + ' ' + need IN led)} AS row
        UNION ALL
        // the known need a year: what is declared, else what is bought
        UNWIND declared AS x
        WITH x WHERE x.quantity IS NOT NULL
        WITH x.product AS need, sum(x.quantity) AS quantity, collect(DISTINCT x.unit) AS units
        RETURN need, {counted: 'declared quantity', quantity: quantity, units: units} AS row
        UNION ALL
        UNWIND bought AS b UNWIND b.needs AS need
        UNWIND [x IN b.purchases WHERE x.quantity IS NOT NULL AND x.basis = 'annual'] AS x
        WITH need, x.period AS period, x.unit AS unit, sum(x.quantity) AS quantity
        WITH need, {period: period} AS x, sum(quantity) AS quantity, collect(unit) AS units
        ORDER BY {latest:x} // quantities of two years are no need of one
        WITH need, head(collect({counted: 'bought quantity', quantity: quantity, units: units})) AS row
        RETURN need, row
    }
    WITH need, need IN to_build AS to_build, collect(row) AS rows // from here the lists are no longer carried
    RETURN need, to_build,
           head([r IN rows WHERE r.counted = 'needing']) AS n,
           head([r IN rows WHERE r.counted = 'ended']) AS e,
           head([r IN rows WHERE r.counted = 'bought']) AS b,
           head([r IN rows WHERE r.counted = 'made']) AS m,
           coalesce(head([r IN rows WHERE r.counted = 'declared quantity']),
                    head([r IN rows WHERE r.counted = 'bought quantity'])) AS q
}
