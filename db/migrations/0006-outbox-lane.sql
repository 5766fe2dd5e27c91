-- Withdrawals are the only intents looked up by lane, and there are few of them: every other commit is spared an index.
DROP INDEX outbox_lane;
CREATE INDEX outbox_urgent ON outbox (position) WHERE lane = 0;
