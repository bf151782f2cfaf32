-- What was checked stays so.
SELECT 1;
