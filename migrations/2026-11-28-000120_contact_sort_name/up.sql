-- P6: by what a list of contacts is sorted when it is sorted by name: as names are shown, without
-- case and accents, and whoever has no name last. At most so long that an index can hold it. Sort by
-- it with COLLATE "C", whatever collation the database has.
CREATE FUNCTION contact_sort_name(first_name text, last_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(nullif(left(lower(regexp_replace(normalize(btrim(first_name || ' ' || last_name), NFKD),
    '[\u0300-\u036F]', '', 'g')), 100), ''), U&'\+10FFFF');
