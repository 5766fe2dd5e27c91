-- As 0008 gave every kind: the digest of test attempts is added up off this, not off the rows.
CREATE INDEX test_attempt_digest ON test_attempt (substr(id, -2), hash_hi, hash_lo) WHERE hash_hi IS NOT NULL;
