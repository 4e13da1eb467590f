// Each firm of the area with each product it needs, and its current purchases of it or of a kind of it.
{asked}
{area_needs}
CALL (bought, declared, implied) {
    UNWIND bought AS b UNWIND b.broader AS need
    WITH b, need, need = b.product AS itself // a purchase of a kind of it is no need by itself
    UNWIND b.purchases AS x
    RETURN x.firm AS firm, need, CASE WHEN itself THEN 3 ELSE 0 END AS strength,
           CASE WHEN itself THEN x.source END AS source, x AS purchase
    UNION ALL
    UNWIND declared AS x
    RETURN x.firm AS firm, x.product AS need, 2 AS strength, x.source AS source, null AS purchase
    UNION ALL
    UNWIND implied AS x
    RETURN x.firm AS firm, x.product AS need, 1 AS strength, x.source AS source, null AS purchase
}
WITH firm, need, max(strength) AS strength, collect(purchase) AS purchases,
     min(CASE WHEN source IS NOT NULL THEN [-strength, source] END) AS strongest
WHERE strength > 0
MATCH (p:Product {id: need})
UNWIND CASE WHEN purchases = [] THEN [null] ELSE purchases END AS b
OPTIONAL MATCH (s:Source {id: coalesce(b.source, strongest[1])})
RETURN firm.id AS firm, firm.name AS buyer, firm.place AS buyer_place, need AS product_number, p.name AS product, strength,
       b.seller.id AS seller, b.seller.name AS supplier, b.seller.place AS seller_place, b.value AS value,
       b.fact AS fact, s.name AS source
ORDER BY buyer, firm, product, product_number, supplier, fact
