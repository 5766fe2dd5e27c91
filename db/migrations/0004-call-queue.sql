-- The call queue asks for clients reason by reason; each reason finds its own without reading the whole book.
CREATE INDEX client_summary_churn ON client_summary (churn_score);
CREATE INDEX client_summary_level ON client_summary (level_through);
CREATE INDEX client_summary_contact ON client_summary (last_contact_at, client_id);
CREATE INDEX client_birthday ON client (substr(birth_day, 6)) WHERE birth_day IS NOT NULL;
CREATE INDEX client_summary_golden ON client_summary (golden_days_left) WHERE golden_days_left IS NOT NULL;
