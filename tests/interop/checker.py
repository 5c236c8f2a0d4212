"""A checker of identity codes, written from docs/identity-code.md with other people's libraries: COSE from `cwt`, CBOR
from `cbor2`, base45 from `base45`, Ed25519 from `cryptography`. Nothing of the project's own code is in it."""

import datetime
import hashlib
import uuid

import base45
import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cwt import COSE, COSEKey, VerifyError

USES = {1: "credential", 2: "status", 3: "receipt", 4: "pack", 5: "alert"}
DAY = 86_400


class Refused(Exception):
    """What is not taken, with the reason's name."""

    def __init__(self, reason, answer=None):
        super().__init__(reason)
        self.reason, self.answer = reason, answer


def cannot_tell(reason):
    return Refused(reason, "cannot_tell")


def invalid(reason):
    return Refused(reason, "invalid")


# CBOR in its one form


def head(major, number):
    for size, (info, limit) in enumerate([(24, 1 << 8), (25, 1 << 16), (26, 1 << 32), (27, 1 << 64)]):
        if number < 24:
            return bytes([major << 5 | number])
        if number < limit:
            return bytes([major << 5 | info]) + number.to_bytes(1 << size, "big")
    raise ValueError("a number of more than 64 bits")


def encode(value, depth=8):
    """The deterministic encoding; an error for what has no place in one."""
    if depth == 0:
        raise ValueError("nested too deep")
    if value is None or isinstance(value, bool):
        return bytes([0xF6 if value is None else 0xF5 if value else 0xF4])
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return head(3, len(text)) + text
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(encode(item, depth - 1) for item in value)
    if isinstance(value, dict):
        if any(type(key) not in (int, str) for key in value):
            raise ValueError("a key that is neither a number nor a text")
        entries = sorted((encode(key, depth - 1), encode(item, depth - 1)) for key, item in value.items())
        return head(5, len(entries)) + b"".join(key + item for key, item in entries)
    raise ValueError("not a type that signed objects have")


def decode(data):
    try:
        value = cbor2.loads(data)
        if encode(value) != data:
            raise ValueError("not in its one form")
    except (cbor2.CBORDecodeError, ValueError, TypeError, RecursionError) as error:
        raise Refused("malformed") from error
    return value


def is_int(value, low, high):
    return type(value) is int and low <= value <= high


def number(value, bits=64):
    if not is_int(value, 0, (1 << bits) - 1):
        raise Refused("malformed")
    return value


def time(value):
    if not is_int(value, -(1 << 63), (1 << 63) - 1):
        raise Refused("malformed")
    return value


def of(kind, value, length=None):
    if type(value) is not kind or (length is not None and len(value) != length):
        raise Refused("malformed")
    return value


# Signed objects


class Signed:
    """COSE_Sign1 as the province makes it, not yet verified."""

    def __init__(self, data, limit=16_384):
        if len(data) > limit:
            raise Refused("malformed")
        self.parts = of(list, decode(data), 4)
        protected, unprotected, payload, signature = self.parts
        header = of(dict, decode(of(bytes, protected)))
        if unprotected != {} or type(unprotected) is not dict:
            raise Refused("malformed")
        self.payload = decode(of(bytes, payload))
        of(bytes, signature, 64)
        if 2 in header:
            critical = of(list, header[2])
            if not critical:
                raise Refused("malformed")
            if any(type(label) is not int or label not in (1, 4) for label in critical):
                raise Refused("unknown_critical")
        if header.get(1) != -8 or type(header[1]) is not int:
            raise Refused("unknown_algorithm")
        self.kid = of(bytes, header.get(4))

    def is_signed_by(self, public_key, label):
        key = COSEKey.new({1: 1, 2: self.kid, 3: -8, 4: [2], -1: 6, -2: public_key})
        try:
            COSE.new().decode(cbor2.CBORTag(18, self.parts), key, external_aad=label.encode())
        except VerifyError:
            return False
        return True


def kid(public_key):
    return hashlib.sha256(public_key).digest()[:8]


def signers(signed, label, use, lists):
    """The keys of the lists that signed this and may, each with its list."""
    keys = [(entry, key) for entry in lists for key in entry["keys"] if kid(key["public_key"]) == signed.kid]
    if not keys:
        raise Refused("unknown_key")
    keys = [(entry, key) for entry, key in keys if signed.is_signed_by(key["public_key"], label)]
    if not keys:
        raise Refused("signature_wrong")
    keys = [(entry, key) for entry, key in keys if key["use"] == use]
    if not keys:
        raise Refused("key_use_wrong")
    return keys


def covers(key, second):
    return key["not_before"] <= second <= key["not_after"]


def trust_list(data, root):
    signed = Signed(data)
    if signed.kid != kid(root):
        raise Refused("other_root")
    if not signed.is_signed_by(root, "cds/trust/1"):
        raise Refused("signature_wrong")
    payload, keys = of(dict, signed.payload), []
    for entry in of(list, payload.get(5)):
        use, public_key, not_before, not_after = of(list, entry, 4)
        key = {"use": USES.get(number(use)), "public_key": public_key}
        key |= {"not_before": time(not_before), "not_after": time(not_after)}
        if key["use"]:
            of(bytes, public_key, 32)
            keys.append(key)
    return {
        "issuer": of(str, payload.get(1)),
        "name": of(str, payload.get(2)),
        "serial": number(payload.get(3)),
        "issued_at": time(payload.get(4)),
        "keys": keys,
    }


def distances(data):
    indexes, following, distance, shift = [], 0, 0, 0
    for byte in data:
        distance |= (byte & 0x7F) << shift
        shift += 7
        if byte & 0x80:
            if shift == 35:
                raise Refused("malformed")
            continue
        if byte == 0 and shift > 7 or following + distance > 0xFFFF_FFFF:
            raise Refused("malformed")
        indexes.append(following + distance)
        following, distance, shift = indexes[-1] + 1, 0, 0
    if shift:
        raise Refused("malformed")
    return indexes


def status_list(data, trust):
    signed = Signed(data, 1_048_576)
    keys = signers(signed, "cds/status/1", "status", [trust])
    payload = of(dict, signed.payload)
    status = {
        "issuer": of(str, payload.get(1)),
        "serial": number(payload.get(2)),
        "issued_at": time(payload.get(3)),
        "revoked": distances(of(bytes, payload.get(4))),
    }
    if status["issuer"] != trust["issuer"]:
        raise Refused("other_issuer")
    if not any(covers(key, status["issued_at"]) for _, key in keys):
        raise Refused("outside_key_period")
    return status


# Credentials


def short(value, read):
    return value if type(value) is str else read(value)


def digits(count):
    return lambda value: f"{number(value, 32):0{count}}" if number(value, 32) < 10**count else of(str, value)


def date(days):
    try:
        return (datetime.date(1970, 1, 1) + datetime.timedelta(days=time(days))).isoformat()
    except OverflowError as error:
        raise Refused("malformed") from error


def claims(payload):
    of(dict, payload)
    name, birth_date, sex, last4, commune, index = of(list, payload.get(-65_537), 6)
    if type(sex) is not int or sex not in (1, 2):
        raise Refused("malformed")
    said = {
        "issuer": of(str, payload.get(1)),
        "subject": short(payload.get(2), lambda value: str(uuid.UUID(bytes=of(bytes, value, 16)))),
        "issued_at": time(payload.get(6)),
        "expires_at": time(payload.get(4)),
        "name": of(str, name),
        "birth_date": short(birth_date, date),
        "sex": "male" if sex == 1 else "female",
        "last4": short(last4, digits(4)),
        "commune": short(commune, digits(5)),
        "status_index": number(index, 32),
    }
    if 8 in payload:
        said["device_key"] = of(bytes, payload[8], 32).hex()
    return said


def credential(data, lists):
    """What the province signed, and the trust list that says so."""
    issuer = None
    try:
        signed = Signed(data)
        if type(signed.payload) is dict:
            issuer = signed.payload.get(1)
        keys = signers(signed, "cds/credential/1", "credential", lists)
    except Refused as error:
        match error.reason:
            case "malformed":
                raise cannot_tell("damaged") from error
            case "unknown_algorithm":
                raise cannot_tell("unknown_version") from error
            case "unknown_key" if not lists:
                raise cannot_tell("no_trust_list") from error
            case "unknown_key" if all(entry["issuer"] != issuer for entry in lists):
                raise cannot_tell("unknown_issuer") from error
            case "unknown_key" | "unknown_critical":
                raise cannot_tell(error.reason) from error
            case _:
                raise invalid(error.reason) from error
    try:
        said = claims(signed.payload)
    except Refused as error:
        raise cannot_tell("unknown_version") from error
    keys = [(entry, key) for entry, key in keys if entry["issuer"] == said["issuer"]]
    if not keys:
        raise invalid("issuer_wrong")
    for entry, key in keys:
        if covers(key, said["issued_at"]):
            return said, entry
    raise invalid("outside_key_period")


# Codes


def in_force(said, trust, statuses, now):
    status = max(
        (entry for entry in statuses if entry["issuer"] == said["issuer"]), key=lambda entry: entry["serial"], default=None
    )
    if status and said["status_index"] in status["revoked"]:
        raise invalid("revoked")
    if now >= said["expires_at"]:
        raise invalid("expired")
    if said["issued_at"] > now + 300:
        raise cannot_tell("not_yet_valid")
    if trust["issued_at"] > now + 300 or status and status["issued_at"] > now + 300:
        raise cannot_tell("clock_wrong")
    known = {"trust_issued_at": trust["issued_at"], "claims": said}
    if not status:
        return known | {"status": "missing"}
    age = now - status["issued_at"]
    return known | ({"status": "current"} if age <= 7 * DAY else {"status": "old", "status_days": age // DAY})


def again(scan, wait):
    return {"answer": "cannot_tell", "reason": "scan_again", "first": scan, "wait_s": wait}


def live(known, scan, first):
    def answer(**more):
        return {"answer": "live" if known["status"] == "current" else "live_status_old"} | known | more

    ahead = scan["stamp"] - scan["scanned_at"]
    if abs(ahead) <= 60:
        return answer()
    if first is None or first["device_key"] != scan["device_key"]:
        return again(scan, 20)
    passed = scan["scanned_at"] - first["scanned_at"]
    if not 0 <= passed <= 600:
        return again(scan, 20)
    advanced = scan["stamp"] - first["stamp"]
    if advanced == 0:
        if passed >= 25:
            raise invalid("picture")
        return again(first, (20 if passed < 20 else 25) - passed)
    if advanced < 0 or abs(advanced - passed) > 25:
        return again(scan, 20)
    if abs(ahead) > DAY:
        raise cannot_tell("clocks_apart")
    return answer(clock_off_s=ahead)


def stamped(data):
    """Credential, stamp, signature."""
    try:
        parts, stamp, signature = of(list, decode(data), 3)
        return of(bytes, parts), time(stamp), of(bytes, signature, 64)
    except Refused as error:
        raise cannot_tell("damaged") from error


def judge(text, trust, statuses, first, now):
    version, colon, encoded = text.rstrip("\r\n").partition(":")
    if not version.startswith("CDS") or not colon or not version[3:].isascii() or not version[3:].isdigit():
        raise cannot_tell("not_a_code")
    if version not in ("CDS1", "CDS2"):
        raise cannot_tell("unknown_version")
    try:
        if len(encoded.encode()) > 4096:
            raise ValueError("too long")
        data = base45.b45decode(encoded.encode())
    except ValueError as error:
        raise cannot_tell("damaged") from error
    if version == "CDS1":
        said, by = credential(data, trust)
        if "device_key" in said:
            raise invalid("device_credential_on_paper")
        return {"answer": "genuine_paper"} | in_force(said, by, statuses, now)
    inner, stamp, signature = stamped(data)
    said, by = credential(inner, trust)
    if "device_key" not in said:
        raise invalid("paper_credential_in_live_code")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["device_key"]))
        key.verify(signature, live_message(inner, stamp))
    except (InvalidSignature, ValueError) as error:
        raise invalid("device_wrong") from error
    known = in_force(said, by, statuses, now)
    return live(known, {"device_key": said["device_key"], "stamp": stamp, "scanned_at": now}, first)


def live_message(inner, stamp):
    return b"cds/live/1\0" + encode([inner, stamp])


def check(text, trust, statuses, first, now):
    try:
        return judge(text, trust, statuses, first, now)
    except Refused as error:
        return {"answer": error.answer, "reason": error.reason}
