DROP TABLE idempotent_answers, events, event_cursors, jobs;
