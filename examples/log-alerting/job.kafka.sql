-- Counts errors by service and minute, in event time, and sends an alert when there are more than ten.

CREATE TABLE logs (
  level STRING,
  service STRING,
  message STRING,
  ts TIMESTAMP_LTZ(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = '${KAFKA}',
  'topic' = '${TOPIC}',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'scan.startup.mode' = 'earliest-offset',
  'properties.group.id' = 'log-alerting'
);

CREATE TABLE alerts (
  window_start TIMESTAMP(3),
  service STRING,
  errors BIGINT
) WITH (
  'connector' = 'slack',
  'url' = '${SLACK_URL}',
  'template' = ':rotating_light: {{errors}} errors in {{service}} in the minute from {{window_start}}'
);

INSERT INTO alerts
SELECT window_start, service, COUNT(*) AS errors
FROM TABLE(TUMBLE(TABLE logs, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
WHERE level = 'ERROR' OR message LIKE '%Exception%'
GROUP BY window_start, window_end, service
HAVING COUNT(*) > 10;
