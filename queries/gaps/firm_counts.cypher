// The latest number of firms that a metric states of a place alone.
// One that was counted in a narrower scope (规上工业) says nothing of all firms.
MATCH (m:Metric)
WHERE m.indicator IN ['firms', '企业数'] AND m.value IS NOT NULL AND m.scope IS NULL AND {actual:m}
  AND ($as_of IS NULL OR m.period IS NULL OR {first_day:m.period} <= date($as_of))
  AND COUNT { (m)-[:CONCERNS]->() } = 1
MATCH (m)-[:CONCERNS]->(subject)
OPTIONAL MATCH (s:Source {id: m.source_id})
WITH subject.id AS place, m, s
ORDER BY {latest:m}, s.published IS NULL, {last_day:s.published} DESC, m.value DESC
RETURN place, head(collect(m.value)) AS firms
ORDER BY place
