// Who makes a product or a kind of it, and who sells it, each with the customers it is known to have.
MATCH (:Product {id: $product})<-[:KIND_OF*0..]-(p:Product)
WITH DISTINCT p
CALL (p) {
    MATCH (f:Firm)-[m:PRODUCES]->(p) WHERE {current:m} AND {actual:m}
    WITH f, m ORDER BY {latest_first:m}
    WITH f, m.role AS role, head(collect(m)) AS m // of one firm's capacities the latest
    RETURN f, {role: role, capacity: m.capacity, unit: m.unit} AS made, null AS customers, null AS waste
    UNION ALL
    MATCH (f:Firm)-[s:SUPPLIES]->(b:Firm) WHERE s.product_id = p.id AND {current:s} AND {actual:s}
    WITH f, collect(DISTINCT b) AS customers, count(CASE s.role WHEN 'waste' THEN 1 END) > 0 AS waste
    RETURN f, null AS made, customers, waste
}
WITH p, f, collect(made) AS made, coalesce(head(collect(customers)), []) AS customers, head(collect(waste)) AS waste
// a seller of waste makes that waste; of other sellers it is not known
UNWIND CASE WHEN made <> [] THEN made WHEN waste THEN [{role: 'waste'}] ELSE [{role: null}] END AS x
RETURN f.id AS id, f.name AS firm, f.identifier AS firm_id, p.name AS product, p.id = $product AS itself,
       f.place AS place, x.role AS role, x.capacity AS capacity, x.unit AS unit, size(customers) AS customers,
       CASE WHEN customers <> [] THEN COLLECT {
           UNWIND customers AS b RETURN DISTINCT b.name AS name ORDER BY name
       } END AS customer_names
ORDER BY firm, product, role, id, p.id
