// What the firms of the areas asked buy, say they use, and must use for what they make; a part of other texts.
// An area is a row, and each step adds to it a list; products are their numbers, with all that they are kinds of.
{firms}
CALL (firms) {
    {makes}
    WITH product, collect({firm: firm, role: role, capacity: capacity, unit: unit}) AS makes
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
// a quantity of 0 says that a firm uses none
WITH *, [u IN said WHERE coalesce(u.quantity, 1) <> 0] AS declared,
     [u IN said WHERE u.quantity = 0 | u.firm.id + ' ' + u.product] AS denied
CALL (made, available, denied) { // inputs of what is made as a main product are inherited by kinds
    UNWIND made AS m
    WITH m, [x IN m.makes WHERE x.role = 'product' | x.firm] AS makers WHERE makers <> []
    UNWIND m.broader AS number
    CALL (number) {
        MATCH (input:Product)-[l:INPUT_OF]->(:Product {id: number})
        RETURN collect({product: input.id, route: l.route, source: l.source_id}) AS inputs
    }
    // a route does not count where another is met: all its inputs are to be had here
    WITH makers, inputs, [x IN inputs WHERE x.route IS NOT NULL AND NOT x.product IN available | x.route] AS unmet
    WITH makers, inputs, unmet, any(x IN inputs WHERE x.route IS NOT NULL AND NOT x.route IN unmet) AS met
    UNWIND [x IN inputs WHERE x.route IS NULL OR NOT met OR NOT x.route IN unmet] AS x
    UNWIND makers AS firm
    WITH DISTINCT firm, x.product AS product, x.source AS source WHERE NOT firm.id + ' ' + product IN denied
    RETURN collect({firm: firm, product: product, source: source}) AS implied
}
