-- Whose excerpts they are stays known until the columns go.
SELECT 1;
