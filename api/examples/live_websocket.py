"""WebSocket: the newest price of each symbol, then every update.

pip install websocket-client; FARM_URL and FARM_KEY in the environment. Ends after FARM_UPDATES updates, or never.
"""
import json
import os

import websocket

url = os.environ.get("FARM_URL", "http://127.0.0.1:8000").replace("http", "ws", 1)
updates = int(os.environ.get("FARM_UPDATES", "0"))

ws = websocket.create_connection(f"{url}/ws/prices", timeout=60)
ws.send(json.dumps({"action": "subscribe", "symbols": ["BTC", "ETH"], "channels": ["price"], "api_key": os.environ["FARM_KEY"]}))
seen = 0
while updates == 0 or seen < updates:
    message = json.loads(ws.recv())
    if message["type"] == "error":
        raise SystemExit(f"{message['error']['code']}: {message['error']['message']}")
    if message["type"] == "price_update":
        seen += 1
        print("update", message["symbol"], message["data"]["price_usd"], message["timestamp"], flush=True)
ws.close()
