-- Ties between two firms whose places are known to differ at a level or above: supplies, ownership.
-- $rank is the level: 0 park, 1 county, 2 prefecture, 3 province, 4 country.
{firm_ties}
ORDER BY kind, from_name, to_name, what, fact
