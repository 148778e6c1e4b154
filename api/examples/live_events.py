"""Server-sent events: prices of some symbols as they land, over plain HTTP. A lost connection goes on where it was lost.

pip install requests; FARM_URL and FARM_KEY in the environment. Ends after FARM_UPDATES updates, or never.
"""
import json
import os
import time

import requests

URL = os.environ.get("FARM_URL", "http://127.0.0.1:8000") + "/api/v1/stream/prices"
updates = int(os.environ.get("FARM_UPDATES", "0"))
headers = {"Authorization": f"Bearer {os.environ['FARM_KEY']}"}
seen = 0


def listen():
    """Reads one connection to its end; keeps the place of the newest event in the headers."""
    global seen
    with requests.get(URL, params={"symbols": "BTC,ETH"}, headers=headers, stream=True, timeout=(10, 60)) as answer:
        if not answer.ok:
            raise SystemExit(answer.json()["error"]["code"])
        for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
            if line.startswith("id: "):
                headers["Last-Event-ID"] = line[4:]
            elif line.startswith("data: "):
                update = json.loads(line[6:])
                print("update", update["symbol"], update["data"]["price_usd"], flush=True)
                seen += 1
                if seen == updates:
                    raise SystemExit


while True:
    try:
        listen()
    except requests.RequestException as lost:
        print("lost", lost, flush=True)
    time.sleep(2)
