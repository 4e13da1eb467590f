-- The measures that are meant against what sources judge, each with how far it is.
SELECT r.problem AS id, m.name, m.status
FROM answers r JOIN measure m ON m.id = r.measure JOIN assessment a ON a.id = r.problem
WHERE {in_force:r}
ORDER BY m.name, m.fact, r.problem
