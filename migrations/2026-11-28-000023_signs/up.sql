-- C3: the signs in a text, such as emoji, each by itself: what the words' index leaves out and
-- trigrams know nothing of. The same ranges stand in `conversations/rules/signs.rs`.
CREATE FUNCTION signs(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN string_to_array(regexp_replace(body,
    '[^\u00A9\u00AE\u203C\u2049\u2122\u2139\u2190-\u2BFF\u3030\u303D\u3297\u3299\U0001F000-\U0001FBFF]+', '', 'g'), NULL);
