-- What will change a need: projects of the areas that will make the product, and open requests that block it.
WITH RECURSIVE
{kinds},
{asked},
local_project AS (
    SELECT DISTINCT x.project, i.area FROM sited_in x JOIN inside i ON i.place = x.place
),
local_raiser AS (
    SELECT r.request, i.area FROM raises r JOIN firm f ON f.id = r.raiser JOIN inside i ON i.place = f.place
    UNION SELECT r.request, i.area FROM raises r JOIN inside i ON i.place = r.raiser
)
SELECT l.area, k.product, 'project' AS what, p.name, p.stage
FROM local_project l JOIN project p ON p.id = l.project JOIN adds a ON a.project = p.id JOIN kinds k ON k.kind = a.product
WHERE coalesce(p.stage, '') <> 'ended'
UNION
SELECT l.area, k.product, 'request', r.name, NULL
FROM local_raiser l JOIN request r ON r.id = l.request JOIN blocks b ON b.request = r.id JOIN kinds k ON k.kind = b.what
WHERE r.closed IS NULL AND r.result IS NULL
UNION
SELECT l.area, k.product, 'request', r.name, NULL
FROM local_project l JOIN blocks b ON b.what = l.project JOIN request r ON r.id = b.request
JOIN adds a ON a.project = l.project JOIN kinds k ON k.kind = a.product
WHERE r.closed IS NULL AND r.result IS NULL
ORDER BY 1, 2, 3, 4
