// How many of these firms lie where they do by their names.
UNWIND $firms AS number
MATCH (f:Firm {id: number}) WHERE {by_name:f}
RETURN count(f) AS firms
