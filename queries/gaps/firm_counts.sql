-- The latest number of firms that a metric states of a place alone.
-- One that was counted in a narrower scope (规上工业) says nothing of all firms.
SELECT x.place, first(x.value ORDER BY {latest:x}, last_day_of(x.published) DESC NULLS LAST, x.value DESC) AS firms FROM (
    SELECT c.subject AS place, m.value, m.period, s.published
    FROM metric m JOIN concerns c ON c.about = m.id LEFT JOIN source s ON s.id = m.source
    WHERE m.indicator IN ('firms', '企业数') AND m.value IS NOT NULL AND m.scope IS NULL AND {actual:m}
      AND (SELECT count(*) FROM concerns o WHERE o.about = m.id) = 1
      AND ($as_of::DATE IS NULL OR m.period IS NULL OR first_day(m.period) <= $as_of::DATE)
) x GROUP BY x.place ORDER BY x.place
