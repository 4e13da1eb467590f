// What the firms of the areas asked buy, say they use, and must use for what they make; a part of other texts.
// An area is a row, and each step adds to it a list; products are their numbers, with all that they are kinds of.
{firms}
CALL (firms, places) {
    CALL (firms, places) {
        {makes}
        RETURN product, {firm: firm, role: role, capacity: capacity, unit: unit, project: false} AS makes
        UNION ALL
        {projects_make}
        RETURN product, {firm: firm, role: 'product', capacity: capacity, unit: unit, project: true} AS makes
    }
    WITH product, collect(makes) AS makes
    RETURN collect({product: product.id, broader: {broader}, makes: makes}) AS made
}
CALL (firms, places, maybe) { // current purchases
    UNWIND firms AS firm
    MATCH (firm)<-[s:SUPPLIES]-(seller:Firm) WHERE {current:s} AND {actual:s}
    WITH s.product_id AS number, collect({
        firm: firm, seller: seller, value: s.value, basis: coalesce(s.basis, 'unstated'), period: s.period,
        quantity: s.quantity, unit: {unit:s}, source: s.source_id, fact: s.fact,
        side: CASE WHEN seller.place IN places THEN 'in'
                   WHEN seller.place IS NULL OR seller.place IN maybe THEN 'unplaced'
                   ELSE 'out' END}) AS purchases
    MATCH (product:Product {id: number})
    RETURN collect({product: number, broader: {broader}, purchases: purchases}) AS bought
}
CALL (firms) { // what firms say they use; of one firm's quantities the latest
    UNWIND firms AS firm
    MATCH (firm)-[c:CONSUMES]->(product:Product) WHERE {current:c} AND {actual:c}
    WITH firm, product, c ORDER BY {latest_first:c}
    WITH firm, product, head(collect(c)) AS c
    RETURN collect({firm: firm, product: product.id, quantity: c.quantity, unit: {unit:c}, source: c.source_id}) AS said
}
CALL (made, bought) { // products, and what they are kinds of, that are made or bought in the area
    UNWIND made + [b IN bought WHERE any(p IN b.purchases WHERE p.side = 'in')] AS x
    UNWIND x.broader AS number
    RETURN collect(DISTINCT number) AS available
}
CALL (said, available) { // a quantity of 0 says that a firm uses none; what cannot be carried off is no need elsewhere
    UNWIND said AS u
    MATCH (p:Product {id: u.product})
    WITH u WHERE coalesce(u.quantity, 1) <> 0 AND (u.product IN available OR NOT coalesce(p.bound, false))
    RETURN collect(u) AS declared
}
WITH *, [u IN said WHERE u.quantity = 0 | u.firm.id + ' ' + u.product] AS denied
CALL (made, available, denied) { // inputs of what firms make as a main product are inherited by kinds
    UNWIND made AS m
    WITH m, [x IN m.makes WHERE x.role = 'product' AND NOT x.project | x.firm] AS firms WHERE firms <> []
    UNWIND m.broader AS number UNWIND firms AS firm
    WITH number, collect(DISTINCT firm) AS makers
    CALL (number, makers, available, denied) {
        MATCH (input:Product)-[l:INPUT_OF]->(:Product {id: number})
        // what cannot be carried off bars the way that takes it where it is not to be had, as does what none of them uses
        RETURN collect({product: input.id, route: l.route, source: l.source_id,
                        barred: coalesce(input.bound, false) AND NOT input.id IN available
                             OR all(firm IN makers WHERE firm.id + ' ' + input.id IN denied)}) AS links
    }
    WITH number, makers, links, [x IN links WHERE x.route IS NOT NULL AND x.barred | x.route] AS closed
    WITH number, makers, [x IN links WHERE CASE WHEN x.route IS NULL THEN NOT x.barred ELSE NOT x.route IN closed END] AS links
    WITH *, COLLECT { UNWIND links AS x WITH x.route AS route WHERE route IS NOT NULL RETURN DISTINCT route } AS routes
    // a way is met where all its inputs are to be had here; then no other counts
    WITH *, [x IN links WHERE x.route IS NOT NULL AND NOT x.product IN available | x.route] AS unmet
    WITH *, any(route IN routes WHERE NOT route IN unmet) AS met
    // of a product of which no way is met, what only some of its ways take is one of several
    RETURN collect({made: number, makers: makers, open: NOT met AND size(routes) > 1, inputs: [
        x IN links WHERE x.route IS NULL OR NOT met OR NOT x.route IN unmet | {
            product: x.product, route: x.route, source: x.source,
            alternative: x.route IS NOT NULL AND NOT met
                AND size([y IN links WHERE y.product = x.product AND y.route IS NOT NULL]) < size(routes)}
    ]}) AS ways
}
WITH *, COLLECT {
    UNWIND ways AS way UNWIND way.inputs AS x UNWIND way.makers AS firm
    WITH DISTINCT firm, x.product AS product, x.source AS source, x.alternative AS alternative
    WHERE NOT firm.id + ' ' + product IN denied
    RETURN {firm: firm, product: product, source: source, alternative: alternative}
} AS implied
