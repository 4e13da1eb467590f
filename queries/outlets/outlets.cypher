// What firms of the area make (products, by-products, wastes) that no firm of it uses, and who uses it elsewhere.
{asked}
{area_needs}
CALL (firms) { // what somebody here says that it uses
    UNWIND firms AS firm
    MATCH (firm)-[c:CONSUMES]->(product:Product)
    WHERE {current:c} AND {actual:c} AND coalesce(c.quantity, 1) <> 0
    RETURN collect(DISTINCT product.id) AS consumed
}
WITH places, made, [x IN bought | x.product] + consumed + [x IN implied | x.product] AS used
UNWIND made AS m
// a need is met by any kind of it
WITH places, used, m WHERE none(number IN m.broader WHERE number IN used)
MATCH (p:Product {id: m.product})
WITH *, coalesce(p.bound, false) AS bound
CALL (places, m, bound) { // who buys, declares or by its technology needs it
    UNWIND m.broader AS number
    CALL (number) {
        MATCH (:Firm)-[s:SUPPLIES {product_id: number}]->(user:Firm) WHERE {current:s} AND {actual:s}
        RETURN user, 3 AS strength
        UNION ALL
        MATCH (user:Firm)-[c:CONSUMES]->(:Product {id: number})
        WHERE {current:c} AND {actual:c} AND coalesce(c.quantity, 1) <> 0
        RETURN user, 2 AS strength
        UNION ALL
        MATCH (:Product {id: number})-[:INPUT_OF]->(:Product)<-[:KIND_OF*0..]-(kind:Product)
        WITH DISTINCT kind
        MATCH (user:Firm)-[r:PRODUCES]->(kind) WHERE r.role = 'product' AND {current:r} AND {actual:r}
        RETURN user, 1 AS strength
    }
    // of ways of making a product a firm here needs the inputs that `gaps` counts: none of them is this
    WITH user, strength WHERE user.place IS NULL OR NOT user.place IN places
    WITH user, max(strength) AS strength
    // what cannot be carried off has users elsewhere only where somebody is known to buy it
    WHERE strength = 3 OR NOT bound
    RETURN collect({firm: user, strength: strength}) AS users
}
UNWIND m.makes AS x
WITH p, users, x.role AS role, collect(DISTINCT x.firm) AS makers
UNWIND CASE WHEN users = [] THEN [null] ELSE users END AS u
RETURN p.id AS product_number, p.name AS product, p.identifier AS product_id, role, size(makers) AS makers_here,
       COLLECT { UNWIND makers AS firm RETURN DISTINCT firm.name AS name ORDER BY name } AS maker_names,
       u.firm.id AS user_number, u.firm.name AS user, u.firm.place AS user_place, u.strength AS strength
ORDER BY product, product_id, role, user, user_number
