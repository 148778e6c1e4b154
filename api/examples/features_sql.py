"""MySQL: the newest feature row of a symbol, as a trading engine reads it.

pip install mysql-connector-python; MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD and MYSQL_DATABASE_PRICES in the environment.
"""
import os

import mysql.connector

NEWEST = "SELECT * FROM ml_features_materialized WHERE symbol = %s AND timestamp = (SELECT MAX(timestamp) FROM ml_features_materialized WHERE symbol = %s)"

farm = mysql.connector.connect(
    host=os.environ.get("MYSQL_HOST", "127.0.0.1"),
    port=int(os.environ.get("MYSQL_PORT", "3306")),
    user=os.environ["MYSQL_USER"],
    password=os.environ["MYSQL_PASSWORD"],
    database=os.environ.get("MYSQL_DATABASE_PRICES", "crypto_prices"),
)
with farm.cursor(dictionary=True) as cursor:
    cursor.execute(NEWEST, ("BTC", "BTC"))
    row = cursor.fetchone()
farm.close()
if row is None:
    raise SystemExit("no features have been stored for BTC yet")
print("row", row["symbol"], row["timestamp"].isoformat(), row["price"], len(row))
