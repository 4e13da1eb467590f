// How many needs each area has that are alike in what their verdict rests on; gaps.py judges.
{gap_counts}
WITH area, n, e, b, m, q, need, size(coalesce(m.firms, [])) AS makers_here, size(coalesce(b.inside, [])) AS inside
WHERE $chain IS NULL OR EXISTS { (:Product {id: need})-[:IN_CHAIN]->(:Chain {name: $chain}) }
WITH *, makers_here > 0 OR inside > 0 AS here, coalesce(b.outside, 0) AS outside,
     size(q.units) = 1 AS one_unit, m.unit IS NOT NULL AS in_unit
RETURN area, makers_here, inside AS suppliers_inside,
       // of what is not to be had here it only counts whether it is bought elsewhere
       CASE WHEN NOT here THEN n.strength END AS strength,
       CASE WHEN NOT here THEN e.day END AS ended_on,
       CASE WHEN NOT here THEN b IS NOT NULL END AS purchases,
       CASE WHEN NOT here THEN coalesce(b.unplaced, 0) > 0 END AS suppliers_unplaced,
       CASE WHEN here OR outside = 0 THEN outside ELSE 1 END AS suppliers_outside,
       CASE WHEN here THEN coalesce(b.placed, 0) END AS placed,
       CASE WHEN here THEN coalesce(b.placed_valued, 0) END AS placed_valued,
       CASE WHEN here THEN coalesce(b.placed_value, 0) END AS placed_value,
       CASE WHEN here THEN coalesce(b.inside_value, 0) END AS inside_value,
       CASE WHEN here THEN coalesce(m.leader, false) END AS leader,
       CASE WHEN here THEN coalesce(m.as_product, false) END AS as_product,
       CASE WHEN here AND in_unit THEN m.capacity END AS capacity,
       CASE WHEN here THEN m.known END AS capacity_known,
       CASE WHEN here THEN m.unit END AS capacity_unit,
       CASE WHEN here AND one_unit THEN q.quantity END AS needed,
       CASE WHEN here AND one_unit THEN q.units[0] END AS needed_unit,
       // what only one of several ways takes is counted with them
       CASE WHEN n.alternative THEN need END AS alternative, count(*) AS needs
ORDER BY area, makers_here, suppliers_inside, strength, ended_on, purchases, suppliers_unplaced, suppliers_outside, placed,
         placed_valued, placed_value, inside_value, leader, as_product, capacity, capacity_known, capacity_unit, needed, needed_unit,
         alternative
