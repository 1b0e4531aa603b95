CREATE TABLE orders (
  id INT, customer STRING, product STRING, price DECIMAL(10, 2), ordered TIMESTAMP(3),
  WATERMARK FOR ordered AS ordered - INTERVAL '10' SECOND
) WITH ('connector' = 'filesystem', 'path' = 'docs/sql/data/orders.csv', 'format' = 'csv');
