// Projects of the areas that do not produce yet, and what they will make.
CALL () {
    MATCH (site:Region) WHERE site.id IN $inside_place RETURN site
    UNION
    MATCH (site:Park) WHERE site.id IN $inside_place RETURN site
}
MATCH (site)<-[x:SITED_IN]-(j:Project)-[a:ADDS]->(product:Product)
WHERE {in_force:x} AND {in_force:a}
  AND NOT coalesce(j.stage, '') IN ['producing', 'full', 'ended'] // what produces is a maker
  // a stage reached only later is not known on the day asked
  AND ($as_of IS NULL OR j.stage_date IS NULL OR {first_day:j.stage_date} <= date($as_of))
WITH DISTINCT site, j, a, product
OPTIONAL MATCH (s:Source {id: a.source_id})
RETURN site.id AS place, j.identifier AS project_id, j.name AS project, j.stage AS stage, product.id AS product_number,
       product.name AS product_name, product.identifier AS product_id, {broader} AS stands_for, a.fact AS fact, s.name AS source
ORDER BY product_name, product_id, project, project_id, place, fact
