"""A provider of texts on this machine, for the tests of server/messages: a real HTTP or SMTP server.

    local_provider.py http STATUS [SECONDS]   answers the first POST with that status, after so many seconds
    local_provider.py smtp CODE               answers the first recipient with that code; 250: takes the mail

Prints its port on a line of its own, then one line of JSON with what it was sent, and ends; after a minute it ends
without.
"""
import asyncio
import http.server
import json
import sys
import threading
import time

LIMIT_SECONDS = 60
done = threading.Event()
seen = {}


def serve_http(status, wait):
    class Provider(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.update(
                body=json.loads(body),
                key=self.headers.get("Idempotency-Key"),
                authorization=self.headers.get("Authorization"),
            )
            time.sleep(wait)
            answer = b'{"reference": "prov-7"}'
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                pass
            done.set()

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def serve_smtp(code):
    from aiosmtpd.smtp import SMTP

    class Provider:
        async def handle_RCPT(self, server, session, envelope, address, options):
            if code != 250:
                seen.update(refused=address)
                done.set()
                return f"{code} not today"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            seen.update(sender=envelope.mail_from, recipients=envelope.rcpt_tos, mail=envelope.content.decode())
            done.set()
            return "250 taken"

    loop = asyncio.new_event_loop()
    listening = loop.create_server(lambda: SMTP(Provider(), enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    server = loop.run_until_complete(listening)
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return server.sockets[0].getsockname()[1]


def main():
    kind, code = sys.argv[1], int(sys.argv[2])
    wait = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
    print(serve_http(code, wait) if kind == "http" else serve_smtp(code), flush=True)
    done.wait(LIMIT_SECONDS)
    time.sleep(0.3)  # the answer is still on its way
    print(json.dumps(seen), flush=True)


main()
