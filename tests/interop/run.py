"""Checks docs/identity-code-vectors.json with a checker that is not the project's.

First every vector, good and bad; then the good ones again, each with one bit changed, of which none may be taken.
"""

import json
import pathlib
import sys

import base45
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import checker

VECTORS = pathlib.Path(__file__).parents[2] / "docs" / "identity-code-vectors.json"
GOOD = ("live", "live_status_old", "genuine_paper")


class Run:
    def __init__(self, vectors):
        self.vectors, self.passed, self.failed = vectors, 0, 0
        self.trust, self.status = {}, {}

    def expect(self, what, found, expected):
        if found == expected:
            self.passed += 1
            return
        self.failed += 1
        print(f"{what}:\n  expected {expected}\n  found    {found}")

    def keys(self):
        for key in self.vectors["keys"]:
            private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key["seed"]))
            self.expect(f"key: {key['name']}", private.public_key().public_bytes_raw().hex(), key["public_key"])

    def listed(self, kind, vector, kept, read):
        """One trust or status list; a good one also with each of some bits changed."""
        data = bytes.fromhex(vector["list"])
        found, answer = None, "taken"
        try:
            kept[vector["name"]] = found = read(data)
        except checker.Refused as error:
            answer = error.reason
        self.expect(f"{kind}: {vector['name']}", (answer, shown(found)), (vector["answer"], vector.get("content")))
        if vector["answer"] == "taken":
            for place, changed in near(data):
                try:
                    read(changed)
                    self.expect(f"{kind}: {vector['name']}, byte {place} changed", "taken", "refused")
                except checker.Refused:
                    self.passed += 1

    def lists(self):
        for vector in self.vectors["trust_lists"]:
            root = bytes.fromhex(vector["root"])
            self.listed("trust list", vector, self.trust, lambda data: checker.trust_list(data, root))
        for vector in self.vectors["status_lists"]:
            trust = self.trust[vector["trust"]]
            self.listed("status list", vector, self.status, lambda data: checker.status_list(data, trust))

    def codes(self):
        for vector in self.vectors["codes"]:
            trust = [self.trust[name] for name in vector["trust"]]
            status = [self.status[name] for name in vector["status"]]

            def check(text):
                return checker.check(text, trust, status, vector.get("first"), vector["now"])

            self.expect(f"code: {vector['name']}", check(vector["text"]), vector["answer"])
            if vector["answer"]["answer"] in GOOD:
                prefix, encoded = vector["text"].rstrip("\r\n").split(":", 1)
                for place, changed in near(base45.b45decode(encoded.encode())):
                    answer = check(f"{prefix}:{base45.b45encode(changed).decode()}")["answer"]
                    self.expect(f"code: {vector['name']}, byte {place} changed", answer in GOOD, False)

    def shows(self):
        """A device that is not the project's shows the same live codes."""
        seed = next(key["seed"] for key in self.vectors["keys"] if key["name"] == "device")
        device = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        for vector in self.vectors["codes"]:
            if vector["answer"]["answer"] in GOOD and vector["text"].startswith("CDS2:"):
                inner, stamp, _ = checker.stamped(base45.b45decode(vector["text"][5:].encode()))
                signature = device.sign(checker.live_message(inner, stamp))
                text = "CDS2:" + base45.b45encode(checker.encode([inner, stamp, signature])).decode()
                self.expect(f"shown: {vector['name']}", text, vector["text"])


def near(data):
    """The data with one bit changed, at every fifth byte."""
    for place in range(0, len(data), 5):
        yield place, data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :]


def shown(found):
    """As the vectors show it."""
    if not found or "keys" not in found:
        return found
    return found | {"keys": [key | {"public_key": key["public_key"].hex()} for key in found["keys"]]}


def main():
    run = Run(json.loads(VECTORS.read_text(encoding="utf-8")))
    run.keys()
    run.lists()
    run.codes()
    run.shows()
    print(f"{run.passed} passed, {run.failed} failed")
    sys.exit(1 if run.failed or not run.passed else 0)


main()
