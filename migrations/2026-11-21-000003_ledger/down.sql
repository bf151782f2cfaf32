DROP TABLE payments, cards, ledger_entries, ledger_transactions, balances;
DROP FUNCTION ledger_is_append_only;
DROP FUNCTION ledger_transaction_sums_to_zero;
