-- What was checked needs no undoing.
SELECT 1;
