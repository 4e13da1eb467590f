// The needs of areas, one row an area and product: what was fetched and counted; gaps.py judges.
{gap_counts}
MATCH (p:Product {id: need})
WITH *, COLLECT {
    MATCH (p)-[s:IN_CHAIN]->(c:Chain) RETURN {name: c.name, stage: s.stage} ORDER BY c.name, c.identifier
} AS chains
RETURN area, need AS product_number, p.name AS product, p.identifier AS product_id,
       CASE WHEN chains <> [] THEN [c IN chains | c.name] END AS chains,
       CASE WHEN chains <> [] THEN [c IN chains | c.stage] END AS stages,
       coalesce(p.bound, false) AS bound, n.strength AS strength, n.firms AS firms,
       CASE WHEN $names THEN COLLECT { UNWIND n.names AS name RETURN name ORDER BY name } END AS firm_names,
       CASE WHEN $names THEN COLLECT { UNWIND n.ids AS id RETURN id ORDER BY id } END AS firm_ids,
       CASE WHEN n.sources <> [] THEN COLLECT {
           UNWIND n.sources AS number MATCH (s:Source {id: number}) RETURN DISTINCT s.name AS name ORDER BY name
       } END AS evidence, n.alternative AS alternative, n.buyers AS buyers, n.declarers AS declarers, n.implied AS implied,
       e.day AS ended_on,
       size(coalesce(m.firms, [])) AS makers_here,
       CASE WHEN m.names <> [] THEN COLLECT { UNWIND m.names AS name RETURN name ORDER BY name } END AS maker_names,
       m.makers AS makers, coalesce(m.leader, false) AS leader, coalesce(m.as_product, false) AS as_product, to_build,
       CASE WHEN m.unit IS NOT NULL THEN m.capacity END AS capacity, m.known AS capacity_known, m.unit AS capacity_unit,
       CASE WHEN size(q.units) = 1 THEN q.quantity END AS needed,
       CASE WHEN size(q.units) = 1 THEN q.units[0] END AS needed_unit,
       coalesce(b.suppliers, 0) AS suppliers, size(coalesce(b.inside, [])) AS suppliers_inside,
       coalesce(b.outside, 0) AS suppliers_outside, coalesce(b.unplaced, 0) AS suppliers_unplaced,
       CASE WHEN b.by_name <> [] THEN COLLECT { UNWIND b.by_name AS name RETURN DISTINCT name ORDER BY name } END AS suppliers_by_name,
       coalesce(b.groups, false) AS group_supplies,
       any(seller IN coalesce(b.inside, []) WHERE NOT seller IN coalesce(m.firms, [])) AS maker_unknown,
       coalesce(b.purchases, 0) AS purchases, coalesce(b.valued, 0) AS valued,
       CASE WHEN b.valued > 0 THEN b.value END AS bought_value, b.basis AS bought_basis, b.period AS bought_period,
       coalesce(b.placed, 0) AS placed, coalesce(b.placed_valued, 0) AS placed_valued,
       coalesce(b.placed_value, 0) AS placed_value, coalesce(b.inside_value, 0) AS inside_value,
       CASE WHEN b.valued > 0 THEN b.squares END AS value_squares,
       b.sellers_inside AS sellers_inside, b.sellers_outside AS sellers_outside, b.sellers_unplaced AS sellers_unplaced
ORDER BY area, product_id
