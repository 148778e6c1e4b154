"""Socket.IO: prices and features of some symbols as they land. A lost connection is made again and goes on where it was lost.

pip install "python-socketio[client]"; FARM_URL and FARM_KEY (trading) in the environment. Ends after FARM_UPDATES packets, or never.
"""
import os

import socketio

updates = int(os.environ.get("FARM_UPDATES", "0"))
farm = socketio.Client()
seen = 0
heard = {}  # stream -> seq of its newest packet: with `since` nothing is missed, whichever replica answers


@farm.event
def connect():
    for stream in ("prices", "features"):
        since = {"since": heard[stream]} if stream in heard else {}
        farm.emit("subscribe", {"stream": stream, "symbols": ["BTC", "ETH"], **since}, callback=subscribed)


def subscribed(answer):
    if not answer["ok"]:
        print(answer["error"]["code"], answer["error"]["message"])
        farm.disconnect()


def show(name, packet):
    global seen
    seen += 1
    heard[name] = packet["seq"]
    print(name, packet["seq"], [update["symbol"] for update in packet["updates"]], flush=True)
    if seen == updates:
        farm.disconnect()


farm.on("price_update", lambda packet: show("prices", packet))
farm.on("features_update", lambda packet: show("features", packet))
farm.connect(os.environ.get("FARM_URL", "http://127.0.0.1:8000"), auth={"token": os.environ["FARM_KEY"]}, transports=["websocket"])
farm.wait()
