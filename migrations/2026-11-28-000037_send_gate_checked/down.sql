-- A constraint that holds for every row needs nothing undone.
SELECT 1;
