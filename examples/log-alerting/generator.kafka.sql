-- Writes JSON logs to a topic: fifty a second, out of order by up to five seconds, errors in bursts.
-- It begins with three minutes of history, so that alerts need not be waited for, and then goes on live.

CREATE TABLE chance (
  ts TIMESTAMP_LTZ(3),
  service_roll INT,
  level_roll INT,
  code INT
) WITH (
  'connector' = 'datagen',
  'rows-per-second' = '50',
  'history' = '3 min',
  'fields.ts.max-past' = '5 s',
  'fields.service_roll.min' = '0', 'fields.service_roll.max' = '3',
  'fields.level_roll.min' = '0',   'fields.level_roll.max' = '99',
  'fields.code.min' = '1000',      'fields.code.max' = '9999'
);

CREATE TABLE logs (
  level STRING,
  service STRING,
  message STRING,
  ts TIMESTAMP_LTZ(3)
) WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = '${KAFKA}',
  'topic' = '${TOPIC}',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

INSERT INTO logs
SELECT
  level,
  service,
  CASE
    WHEN level = 'ERROR' THEN CONCAT('request ', CAST(code AS STRING), ' failed')
    WHEN level = 'WARN' THEN CONCAT('java.lang.IllegalStateException: Exception in request ', CAST(code AS STRING))
    ELSE CONCAT('request ', CAST(code AS STRING), ' served')
  END,
  ts
FROM (
  SELECT
    ts,
    code,
    CASE service_roll WHEN 0 THEN 'auth' WHEN 1 THEN 'cart' WHEN 2 THEN 'payments' ELSE 'search' END AS service,
    -- In twenty seconds of each minute a service has its burst: half of its lines are errors.
    CASE
      WHEN service_roll = MOD(EXTRACT(MINUTE FROM ts), 4) AND EXTRACT(SECOND FROM ts) BETWEEN 20 AND 40 AND level_roll < 50 THEN 'ERROR'
      WHEN level_roll < 1 THEN 'ERROR'
      WHEN level_roll < 2 THEN 'WARN'
      ELSE 'INFO'
    END AS level
  FROM chance
);
