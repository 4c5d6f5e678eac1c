-- What else there is around a contract: the same worker's others, and those on posts of the same name.
CREATE INDEX contracts_of_worker ON documents (employee, starts_on) WHERE kind = 0;
CREATE INDEX contracts_on_post ON documents (qualification, ends_on) WHERE kind = 0;
