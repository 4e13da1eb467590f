// Ties without direction between firms, of which the firms of $firms are one side: who works with whom, upstream or down.
MATCH (n:Firm) WHERE n.id IN $firms
MATCH (n)-[s:COOPERATES_WITH]-(f:Firm) WHERE {current:s} AND n <> f
RETURN n.id AS near, n.name AS near_name, n.place AS near_place, f.id AS far, f.name AS far_name, f.place AS far_place,
       s.what AS what, s.since AS since, s.fact AS fact
ORDER BY near_name, far_name, what, fact, near
