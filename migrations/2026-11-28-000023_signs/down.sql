DROP FUNCTION signs(text);
