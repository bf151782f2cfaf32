DROP TRIGGER agents_belong_to_a_group ON agents;
DROP TABLE group_members, groups;
DROP FUNCTION agent_belongs_to_a_group;
