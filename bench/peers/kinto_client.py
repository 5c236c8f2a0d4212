"""Kinto's side of the rows: one kept connection by `requests`, as Kinto's own Python client has it.

nothing   GET of the records since the last known change, with If-None-Match: 304 and no body
exchange  one batch request: PUT of a new record, GET of the records since the last known change
first     GET of all records
"""

import json
import sys
import time
import uuid

import requests

server, work, encoding, records_file, seed, form_file = sys.argv[1:]
COLLECTION = f"/buckets/citizen-{seed}/collections/records"
RECORDS = f"{COLLECTION}/records"


def session():
    made = requests.Session()
    made.auth = ("citizen", "passphrase")
    made.headers["Accept-Encoding"] = encoding
    return made


def request(made, method, path, **more):
    while True:
        try:
            answer = made.request(method, server + path, timeout=60, **more)
            break
        except requests.RequestException:
            # Nothing came for a minute, or the connection broke: asked again, the clock running.
            continue
    if answer.status_code >= 400:
        sys.exit(f"{method} {path}: {answer.status_code} {answer.text}")
    return answer


def body(record):
    return {"data": {"lane": record["lane"], "kind": record["kind"], **record["data"]}}


preparing = session()
records = [json.loads(line) for line in open(records_file, encoding="utf-8")]
if preparing.get(server + COLLECTION).status_code != 200:
    request(preparing, "PUT", f"/buckets/citizen-{seed}")
    request(preparing, "PUT", COLLECTION)
    puts = [{"method": "PUT", "path": f"/v1{RECORDS}/{record['id']}", "body": body(record)} for record in records]
    request(preparing, "POST", "/batch", json={"requests": puts})
etag = request(preparing, "HEAD", RECORDS).headers["ETag"]
if work == "exchange":
    dossier = next(record for record in records if record["kind"] == "dossier" and record["data"]["status"] == 4)
    note = "Thiếu bản chụp giấy chứng sinh. Xin chụp lại rõ cả bốn góc rồi gửi bổ sung."
    now = int(time.time() * 1000)
    dossier["data"].update(status=5, note=note, updated_at=now)
    dossier["data"]["steps"].append({"status": 5, "at": now, "note": note})
    request(preparing, "PUT", f"{RECORDS}/{dossier['id']}", json=body(dossier))
preparing.close()
submission = {
    "kind": "submission",
    "procedure": "1.001193",
    "fields": dict(json.load(open(form_file, encoding="utf-8"))),
}
made = session()
print("ready", flush=True)
sys.stdin.readline()
began = time.perf_counter()
since = {"_since": etag}
if work == "nothing":
    answer = request(made, "GET", RECORDS, params=since, headers={"If-None-Match": etag})
    assert answer.status_code == 304
elif work == "exchange":
    put = {"method": "PUT", "path": f"/v1{RECORDS}/{uuid.uuid4()}", "body": {"data": submission}}
    get = {"method": "GET", "path": f"/v1{RECORDS}?_since={etag.replace(chr(34), '%22')}"}
    answers = request(made, "POST", "/batch", json={"requests": [put, get]}).json()["responses"]
    assert [answer["status"] for answer in answers] == [201, 200], answers
    assert len(answers[1]["body"]["data"]) == 2
else:
    assert len(request(made, "GET", RECORDS).json()["data"]) >= 300
print(json.dumps({"seconds": time.perf_counter() - began}), flush=True)
sys.stdin.readline()
