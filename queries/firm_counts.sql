-- The latest number of firms that a metric states of a place alone.
SELECT place, arg_max(value, coalesce(period, '')) AS firms FROM (
    SELECT c.subject AS place, m.value, m.period
    FROM metric m JOIN concerns c ON c.about = m.id
    WHERE m.indicator IN ('firms', '企业数') AND m.value IS NOT NULL AND {actual:m}
      AND (SELECT count(*) FROM concerns o WHERE o.about = m.id) = 1
      AND ($as_of::DATE IS NULL OR m.period IS NULL OR first_day(m.period) <= $as_of::DATE)
) GROUP BY place ORDER BY place
