DROP FUNCTION contact_sort_name;
