DROP TABLE api_token_secrets, api_tokens, rented_numbers, numbers;
