"""Kinto in memory, behind the server that its own start-up file names (waitress).

A client that asks for gzip gets it, as from the proxy that a deployment has in front; Kinto itself compresses nothing.
"""

import gzip
import sys

import kinto
import waitress

SETTINGS = {
    "kinto.storage_backend": "kinto.core.storage.memory",
    "kinto.cache_backend": "kinto.core.cache.memory",
    "kinto.permission_backend": "kinto.core.permission.memory",
    "kinto.userid_hmac_secret": "bench",
    "kinto.bucket_create_principals": "system.Authenticated",
    "kinto.batch_max_requests": "400",
    "multiauth.policies": "basicauth",
    "multiauth.policy.basicauth.use": "kinto.core.authentication.BasicAuthAuthenticationPolicy",
}


def compressing(application):
    def wrapped(environ, start_response):
        started = {}

        def keep(status, headers, exc_info=None):
            started["it"] = (status, headers)

        body = b"".join(application(environ, keep))
        status, headers = started["it"]
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and len(body) > 500:
            body = gzip.compress(body, 6)
            headers = [(k, v) for k, v in headers if k.lower() != "content-length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start_response(status, headers)
        return [body]

    return wrapped


host, port = sys.argv[1:]
server = waitress.create_server(compressing(kinto.main({}, **SETTINGS)), host=host, port=int(port), threads=2)
print("ready", flush=True)
server.run()
