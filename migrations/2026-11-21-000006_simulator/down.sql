DROP TABLE simulated_charges, simulated_cards, simulated_next_deliveries, simulated_messages, simulated_numbers;
