-- Ways of making what is made in the areas, of which none is met and more than one could be gone: their inputs, one row each.
WITH RECURSIVE
{kinds},
{makes},
{asked},
{area_needs}
SELECT l.area, l.product AS made_number, m.name AS made, l.route, l.input AS product_number, p.name AS product
FROM link l JOIN route r ON r.area = l.area AND r.product = l.product AND r.route = l.route
JOIN way w ON w.area = l.area AND w.product = l.product AND NOT w.met AND w.routes > 1
JOIN product m ON m.id = l.product JOIN product p ON p.id = l.input
ORDER BY l.area, m.name, m.identifier, l.route, p.name, p.identifier
