// Who makes a product or a kind of it, who sells it, each with the customers it is known to have, and projects that will make it.
MATCH (:Product {id: $product})<-[:KIND_OF*0..]-(p:Product)
WITH DISTINCT p
CALL (p) {
    MATCH (f:Firm)-[m:PRODUCES]->(p) WHERE {current:m} AND {actual:m}
    WITH f, m ORDER BY {latest_first:m}
    WITH f, m.role AS role, head(collect(m)) AS m // of one firm's capacities the latest
    RETURN f, f.place AS place, {role: role, capacity: m.capacity, unit: m.unit, promised: false} AS made, null AS customers, null AS waste
    UNION ALL
    MATCH (f:Firm)-[s:SUPPLIES]->(b:Firm) WHERE s.product_id = p.id AND {current:s} AND {actual:s}
    WITH f, collect(DISTINCT b) AS customers, count(CASE s.role WHEN 'waste' THEN 1 END) > 0 AS waste
    RETURN f, f.place AS place, null AS made, customers, waste
    UNION ALL
    MATCH (f:Project)-[a:ADDS]->(p) WHERE {current:a} AND {producing:f}
    WITH f AS firm, p AS product, a
    OPTIONAL MATCH (firm)-[x:SITED_IN]->(site) WHERE {current:x}
    WITH firm, product, a, site WHERE site IS NULL OR NOT {makes_it_there}
    RETURN DISTINCT firm AS f, site.id AS place,
           {role: 'product', capacity: CASE WHEN {actual:a} THEN a.capacity END, unit: a.unit, promised: false} AS made,
           null AS customers, null AS waste
    UNION ALL
    MATCH (f:Project)-[a:ADDS]->(p)
    WHERE {in_force:a} AND NOT coalesce(f.stage, '') IN ['producing', 'full', 'ended']
      // a stage reached only later is not known on the day asked
      AND ($as_of IS NULL OR f.stage_date IS NULL OR {first_day:f.stage_date} <= date($as_of))
    OPTIONAL MATCH (f)-[x:SITED_IN]->(site) WHERE {in_force:x}
    RETURN DISTINCT f, site.id AS place, {role: 'product', capacity: a.capacity, unit: a.unit, promised: true} AS made,
           null AS customers, null AS waste
}
WITH p, f, place, collect(made) AS made, coalesce(head(collect(customers)), []) AS customers, head(collect(waste)) AS waste
// a seller of waste makes that waste; of other sellers it is not known
UNWIND CASE WHEN made <> [] THEN made WHEN waste THEN [{role: 'waste', promised: false}] ELSE [{role: null, promised: false}] END AS x
RETURN f.id AS id, f.name AS firm, f.identifier AS firm_id, {number:f} AS number, p.name AS product, p.id = $product AS itself,
       place, x.role AS role, x.capacity AS capacity, x.unit AS unit, x.promised AS promised, CASE WHEN f:Project THEN f.stage END AS stage,
       size(customers) AS customers,
       CASE WHEN customers <> [] THEN COLLECT {
           UNWIND customers AS b RETURN DISTINCT b.name AS name ORDER BY name
       } END AS customer_names,
       CASE WHEN customers <> [] THEN COLLECT { UNWIND customers AS b WITH {number:b} AS number RETURN number ORDER BY number } END AS buyers
ORDER BY firm, product, role, id, p.id, place
