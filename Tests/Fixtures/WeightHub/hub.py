"""A model hub on 127.0.0.1 that misbehaves on demand, for the tests of WeightHub.

Usage: hub.py FOLDER       prints its port, serves until its standard input ends, logs one line per request to
                           FOLDER/requests.txt: METHOD PATH RANGE AUTHORIZATION

`/timm/KIND/resolve/main/model.safetensors` serves FOLDER/model.safetensors; KIND says what goes wrong:
  fine, small (no sha256 as tag), truncated (every answer breaks off after 40,000 bytes), rangeless (ranges are ignored),
  corrupt (one wrong byte), busy (status 503 twice), dead (status 503 always), gated (401 without the token `secret`),
  absent (404), moved (a relative redirect to `fine`), elsewhere (the bytes are on another port), endless (redirects without
  end), liar (announces other bytes than it sends), silent (closes the connection)
"""

import hashlib
import http.server
import pathlib
import sys
import threading

folder = pathlib.Path(sys.argv[1])
content = (folder / "model.safetensors").read_bytes()
digest = hashlib.sha256(content).hexdigest()
commit = "0123456789abcdef0123456789abcdef01234567"
busy = {}
log = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def empty(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self):
        with log, open(folder / "requests.txt", "a") as file:
            print(
                self.command, self.path, self.headers.get("Range", "-"), self.headers.get("Authorization", "-"),
                file=file, flush=True,
            )
        kind = self.path.split("/")[2] if self.path.count("/") > 2 else ""
        if self.path.startswith("/bytes/"):
            return self.send_bytes(kind)
        if kind == "silent":
            self.close_connection = True
            return self.connection.close()
        if kind == "absent":
            return self.empty(404)
        if kind == "dead" or (kind == "busy" and busy.setdefault(self.path, 0) < 2):
            busy[self.path] = busy.get(self.path, 0) + 1
            return self.empty(503)
        if kind == "gated" and self.headers.get("Authorization") != "Bearer secret":
            return self.empty(401)
        if kind == "moved":
            return self.empty(307, Location=self.path.replace("/moved/", "/fine/"))
        if kind == "endless":
            return self.empty(307, Location=self.path)
        if kind == "small":
            self.send_response(200)
            self.send_header("X-Repo-Commit", commit)
            self.send_header("ETag", '"' + digest[:40] + '"')
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)
            return None
        port = other.server_port if kind == "elsewhere" else main.server_port
        self.empty(
            302, X_Repo_Commit=commit, X_Linked_Etag='"' + digest + '"',
            X_Linked_Size=str(len(content) + (5 if kind == "liar" else 0)),
            Location=f"http://127.0.0.1:{port}/bytes/{kind}/x",
        )
        return None

    def send_bytes(self, kind):
        body = bytearray(content)
        if kind == "corrupt":
            body[70_000] ^= 1
        start = 0
        wanted = self.headers.get("Range")
        if wanted and kind != "rangeless":
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        if self.command == "HEAD":
            return
        body = body[start:]
        if kind == "truncated":
            body = body[:40_000]
            self.close_connection = True
        self.wfile.write(body)


main = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
for server in (main, other):
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(main.server_port, flush=True)
sys.stdin.read()
