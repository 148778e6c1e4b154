"""REST: a price, an answer that has not changed, candles page by page, a long range row by row.

pip install requests; FARM_URL and FARM_KEY (trading) in the environment: ./scripts/up prints both.
"""
import json
import os

import requests

URL = os.environ.get("FARM_URL", "http://127.0.0.1:8000")
farm = requests.Session()
farm.headers["Authorization"] = f"Bearer {os.environ['FARM_KEY']}"


def ask(path, **query):
    answer = farm.get(f"{URL}/api/v1{path}", params=query, timeout=30)
    if not answer.ok:
        error = answer.json()["error"]
        raise SystemExit(f"{error['code']}: {error['message']} (request {error['request_id']})")
    return answer


price = ask("/prices/current/bitcoin")
print("price", price.json()["symbol"], price.json()["current_price"])

# The same bytes are not sent twice: an ETag answers 304.
again = farm.get(price.url, headers={"If-None-Match": price.headers["ETag"]}, timeout=30)
print("again", again.status_code)

query, bars = {"interval": "1h", "days": 1, "limit": 5}, []
while True:
    page = ask("/prices/historical/BTC", **query).json()
    bars += page["data"]
    if page["next_cursor"] is None:
        break
    query["cursor"] = page["next_cursor"]
print("candles", len(bars))

rows = farm.get(f"{URL}/api/v1/ml-features/bulk", params={"symbols": "BTC,ETH", "start": bars[0]["timestamp"], "format": "flat"}, stream=True, timeout=30)
print("features", sum(1 for line in rows.iter_lines() if "price" in json.loads(line)["features"]))
