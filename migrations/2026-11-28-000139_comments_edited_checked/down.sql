-- A check that was made stays made.
SELECT 1;
