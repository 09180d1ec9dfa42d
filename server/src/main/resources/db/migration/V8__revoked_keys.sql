-- Entries of keys never expire: verifiers are told of each, so they are found without reading history.
CREATE INDEX revocation_of_keys ON revocation (seq) WHERE kind = 'key';
