// Ways of making what is made in the areas, of which none is met and more than one could be gone: their inputs, one row each.
{asked}
{area_needs}
UNWIND ways AS way
WITH area, way WHERE way.open
MATCH (m:Product {id: way.made})
WITH area, m, [x IN way.inputs WHERE x.route IS NOT NULL] AS inputs
UNWIND inputs AS x
MATCH (p:Product {id: x.product})
RETURN area, m.id AS made_number, m.name AS made, x.route AS route, x.product AS product_number, p.name AS product
ORDER BY area, made, m.identifier, route, product, p.identifier
