// What will change a need: projects of the areas that will make the product, and open requests that block it.
{asked}
CALL (places) { // whatever lies in the area
    MATCH (n:Region) WHERE n.id IN places RETURN n
    UNION ALL
    MATCH (n:Park) WHERE n.id IN places RETURN n
}
WITH area, places, collect(n) AS sites
CALL (places, sites) {
    CALL (sites) {
        UNWIND sites AS site
        MATCH (site)<-[x:SITED_IN]-(p:Project)
        // what produces is a maker; a stage reached only later is not known on the day asked
        WHERE {in_force:x} AND NOT coalesce(p.stage, '') IN ['producing', 'full', 'ended']
          AND ($as_of IS NULL OR p.stage_date IS NULL OR {first_day:p.stage_date} <= date($as_of))
        WITH DISTINCT p
        MATCH (p)-[a:ADDS]->(:Product)-[:KIND_OF*0..]->(product:Product) WHERE {in_force:a}
        RETURN DISTINCT p, product
    }
    CALL (p) {
        RETURN 'project' AS what, p.name AS name, p.stage AS stage
        UNION
        MATCH (p)<-[b:BLOCKS]-(r:Request) WHERE {in_force:b} AND {open:r}
        RETURN 'request' AS what, null AS name, null AS stage
    }
    RETURN product, what, name, stage
    UNION
    CALL (places, sites) {
        UNWIND sites AS n RETURN n
        UNION ALL
        MATCH (n:Firm) WHERE n.place IN places RETURN n
    }
    // raised by the area or its firms, or about them
    MATCH (n)-[x:RAISES|CONCERNS]-(r:Request) WHERE {in_force:x} AND {open:r}
    WITH DISTINCT r
    MATCH (r)-[b:BLOCKS]->(:Product)-[:KIND_OF*0..]->(product:Product) WHERE {in_force:b}
    RETURN product, 'request' AS what, null AS name, null AS stage
}
RETURN DISTINCT area, product.id AS product, what, name, stage
ORDER BY area, product, what, name, stage
