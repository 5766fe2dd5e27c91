-- What a date range holds for whoever looks into it: read in the order of time, not by client.
CREATE INDEX risk_test_taken ON risk_test (taken_at, id);
CREATE INDEX test_attempt_shown ON test_attempt (shown_at, id);
CREATE INDEX verdict_judged ON verdict (judged_at, id);
CREATE INDEX suitability_step_recorded ON suitability_step (recorded_at, id);
CREATE INDEX reveal_revealed ON reveal (revealed_at, id);
CREATE INDEX check_in_overridden ON check_in (at, id) WHERE override_reason IS NOT NULL;
