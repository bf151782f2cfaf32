-- A constraint that was checked needs no undoing.
SELECT 1;
