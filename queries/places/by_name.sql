-- How many of these firms lie where they do by their names.
SELECT count(*) AS firms FROM firm f WHERE id IN (SELECT unnest($firms)) AND {by_name:f}
