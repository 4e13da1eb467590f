// What the firms of an area buy now, summed for the area, each chain and each firm that leads one (or all): one row a
// subject and ring around the area in which the suppliers lie; sourcing.py makes shares of it.
CALL () {
    MATCH (firm:Firm) WHERE firm.place IN $here
    RETURN collect(firm) AS firms
}
CALL (firms) {
    UNWIND firms AS buyer
    WITH buyer, EXISTS { (buyer)-[l:LEADS]->(:Chain) WHERE {current:l} } AS leads
    MATCH (buyer)<-[s:SUPPLIES]-(seller:Firm) WHERE {current:s} AND {actual:s}
    RETURN collect({
        buyer: buyer, leads: leads, seller: seller.id, group: coalesce(seller.group, false), product: s.product_id, value: s.value,
        basis: coalesce(s.basis, 'unstated'), period: s.period,
        ring: CASE WHEN seller.place IN $here THEN 'here' WHEN seller.place IN $near THEN 'near'
                   WHEN seller.place IN $province THEN 'province' WHEN seller.place IN $elsewhere THEN 'elsewhere'
                   ELSE 'unplaced' END}) AS purchases
}
CALL (purchases) {
    RETURN 'area' AS kind, null AS of, purchases AS bought
    UNION ALL
    UNWIND purchases AS p
    WITH p.product AS number, collect(p) AS its
    CALL (number) { // a kind of a product of a chain is one
        MATCH (:Product {id: number})-[:KIND_OF*0..]->(product:Product)
        WITH DISTINCT product
        MATCH (product)-[:IN_CHAIN]->(of:Chain)
        RETURN DISTINCT of
    }
    UNWIND its AS p
    RETURN 'chain' AS kind, of, collect(p) AS bought
    UNION ALL
    UNWIND purchases AS p
    WITH p WHERE $every OR p.leads
    RETURN 'firm' AS kind, p.buyer AS of, collect(p) AS bought
}
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
