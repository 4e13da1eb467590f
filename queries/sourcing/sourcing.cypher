// What the firms of an area buy now, summed for the area, each chain and each firm that leads one (or all): one row a
// subject and ring around the area in which the suppliers lie; sourcing.py makes shares of it.
CALL () {
    MATCH (buyer:Firm)<-[s:SUPPLIES]-(seller:Firm)
    WHERE buyer.place IN $here AND {current:s} AND {actual:s}
    RETURN 'area' AS kind, null AS of, buyer, s, seller
    UNION ALL
    MATCH (buyer:Firm)<-[s:SUPPLIES]-(seller:Firm)
    WHERE buyer.place IN $here AND {current:s} AND {actual:s}
    MATCH (:Product {id: s.product_id})-[:KIND_OF*0..]->(product:Product) // a kind of a product of a chain is one
    WITH DISTINCT buyer, s, seller, product
    MATCH (product)-[:IN_CHAIN]->(of:Chain)
    WITH DISTINCT of, buyer, s, seller
    RETURN 'chain' AS kind, of, buyer, s, seller
    UNION ALL
    MATCH (buyer:Firm)<-[s:SUPPLIES]-(seller:Firm)
    WHERE buyer.place IN $here AND {current:s} AND {actual:s}
      AND ($every OR EXISTS { (buyer)-[l:LEADS]->(:Chain) WHERE {current:l} })
    RETURN 'firm' AS kind, buyer AS of, buyer, s, seller
}
WITH kind, of, collect({
    buyer: buyer.id, seller: seller.id, group: coalesce(seller.group, false), product: s.product_id, value: s.value,
    basis: coalesce(s.basis, 'unstated'), period: s.period,
    ring: CASE WHEN seller.place IN $here THEN 'here' WHEN seller.place IN $near THEN 'near'
               WHEN seller.place IN $province THEN 'province' WHEN seller.place IN $elsewhere THEN 'elsewhere'
               ELSE 'unplaced' END}) AS bought
// values of different basis or period are never summed: annual before contract before cumulative, as in gaps
WITH kind, of, bought, head(COLLECT {
    UNWIND bought AS b
    WITH DISTINCT b.basis AS basis, b.period AS period, b.value IS NOT NULL AS valued WHERE valued
    RETURN {basis: basis, period: period}
    ORDER BY CASE basis WHEN 'annual' THEN 1 WHEN 'contract' THEN 2 WHEN 'cumulative' THEN 3 ELSE 4 END,
             period IS NULL, period DESC, basis DESC
}) AS chosen
CALL (bought, chosen) {
    UNWIND bought AS b
    WITH b, CASE WHEN b.basis = chosen.basis AND coalesce(b.period, '') = coalesce(chosen.period, '') THEN b.value END AS counted
    RETURN b.ring AS ring, count(DISTINCT b.seller) AS suppliers,
           count(DISTINCT CASE WHEN b.group THEN b.seller END) AS groups, count(*) AS purchases, count(counted) AS valued,
           sum(counted) AS value
}
RETURN kind, coalesce(of.id, -1) AS number, of.name AS name, of.identifier AS identifier, ring, suppliers, groups, purchases,
       valued, CASE WHEN valued > 0 THEN value END AS value,
       size(COLLECT { UNWIND bought AS b RETURN DISTINCT b.product }) AS products,
       size(COLLECT { UNWIND bought AS b RETURN DISTINCT b.buyer }) AS buyers, chosen.basis AS basis, chosen.period AS period
ORDER BY kind, name, identifier, ring
