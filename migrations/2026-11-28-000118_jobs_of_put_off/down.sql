DROP INDEX jobs_end_put_off;
