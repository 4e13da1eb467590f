// Each firm of the area with each product it needs, how strongly that is known, and its sellers of unknown place.
{asked}
{area_needs}
CALL (bought, declared, implied) {
    UNWIND bought AS b UNWIND b.broader AS need UNWIND b.purchases AS x // who buys a kind of it has no need of it by that
    RETURN x.firm AS f, need, CASE need WHEN b.product THEN 3 ELSE 0 END AS strength,
           CASE x.side WHEN 'unplaced' THEN x.seller END AS seller
    UNION ALL
    UNWIND declared AS x RETURN x.firm AS f, x.product AS need, 2 AS strength, null AS seller
    UNION ALL
    UNWIND implied AS x RETURN x.firm AS f, x.product AS need, 1 AS strength, null AS seller
}
WITH f, need, max(strength) AS strength, collect(DISTINCT seller) AS sellers
WHERE strength > 0 AND NOT coalesce(f.`group`, false) // nobody answers for an unnamed group
MATCH (p:Product {id: need})
UNWIND CASE WHEN sellers = [] THEN [null] ELSE sellers END AS seller
RETURN f.identifier AS firm_id, f.name AS firm, f.place AS place, p.identifier AS product_id, p.name AS product,
       p.unit AS unit, strength, seller.identifier AS supplier_id, seller.name AS supplier
ORDER BY firm, firm_id, product, product_id, supplier, supplier_id
