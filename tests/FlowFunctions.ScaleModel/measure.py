#!/usr/bin/env python3
"""Counts the storage requests of runs, for the scale model: writes measured.json beside this file.

    dotnet build src/FlowFunctions -c Release
    tests/FlowFunctions.ScaleModel/measure.py AZURITE HOST_DLL      (AZURITE: the command of azurite 3.35.0)

Starts Azurite with a debug log, the app on the embedded runtime and an endpoint that ends each step at once; runs flows of 2, 5 and 10 steps in a row, without asking how far
they are, and counts what the log has between the request and three quiet seconds after the last step. What an idle host asks for in the same time is taken off.
"""
import base64, collections, hashlib, http.server, json, os, pathlib, re, secrets, shlex, socket, subprocess, sys, tempfile, threading, time, urllib.request

RUNS = 5
QUIET = 3.0
REQUEST = re.compile(r"^\S+ (\S+) info: (\w+?)StorageContextMiddleware: RequestMethod=(\w+) RequestURL=https?://[^/]+(/[^ ]*)", re.I)
BATCH = re.compile(r"^\S+ (\S+) debug: TableHandler:batch\(\) Raw request string is .*?/devstoreaccount1/(\w+)")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Step(http.server.BaseHTTPRequestHandler):
    last = 0.0

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b'{"outcome":"success","message":"done"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        Step.last = time.monotonic()

    def log_message(self, *_):
        pass


class Log:
    """The debug log, read on from where it was read to."""

    def __init__(self, path):
        self.file = open(path, encoding="utf-8", errors="replace")

    def take(self):
        counts, batches = collections.Counter(), set()
        for line in self.file:
            if match := REQUEST.match(line):
                service, method, path = match[2].lower(), match[3], match[4].split("?")[0]
                name = re.match(r"/devstoreaccount1/?([\w$-]*)", path)[1]
                if name == "$batch":
                    batches.add(match[1])
                else:
                    counts[(service, name, "read" if method in ("GET", "HEAD") else "write")] += 1
            elif (match := BATCH.match(line)) and match[1] in batches:
                batches.remove(match[1])
                counts[("table", match[2], "write")] += 1
        assert not batches, "a batch without its body"
        return counts


def main():
    azurite, host_dll = shlex.split(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    work = tempfile.mkdtemp()
    blob, queue, table, port = free_ports(4)
    log_path = os.path.join(work, "debug.log")
    processes = []
    try:
        processes.append(subprocess.Popen(
            [*azurite, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--debug", log_path, "--location", os.path.join(work, "data"),
             "--blobPort", str(blob), "--queuePort", str(queue), "--tablePort", str(table)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Step)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # The emulator's account and key are the same everywhere, and documented.
        account = "devstoreaccount1"
        emulator_key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
        key, salt = secrets.token_hex(32), secrets.token_bytes(16)
        environment = {
            **os.environ,
            "AzureWebJobsStorage": f"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={emulator_key};"
            + "".join(f"{name}Endpoint=http://127.0.0.1:{number}/{account};" for name, number in (("Blob", blob), ("Queue", queue), ("Table", table))),
            "Targets__AllowPrivateNetworks": "true",
            "Security__Keys__0__Name": "model", "Security__Keys__0__Role": "editor",
            "Security__Keys__0__Salt": base64.b64encode(salt).decode(),
            "Security__Keys__0__Hash": base64.b64encode(hashlib.sha256(salt + key.encode()).digest()).decode(),
        }
        time.sleep(5)
        processes.append(subprocess.Popen(
            ["dotnet", host_dll.name, "--urls", f"http://127.0.0.1:{port}"], cwd=host_dll.parent, env=environment,
            stdin=subprocess.DEVNULL, stdout=open(os.path.join(work, "host.log"), "w"), stderr=subprocess.STDOUT))

        def call(path, body=None):
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/2/0/{path}", data=None if body is None else json.dumps(body).encode(),
                headers={"x-functions-key": key, "Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)

        for _ in range(120):
            try:
                call("health")
                break
            except OSError:
                time.sleep(1)

        flows = {}
        for steps in (2, 5, 10):
            chain = [
                call("integrations", {"name": f"{steps}-{number}", "endpoint": {"url": f"http://127.0.0.1:{server.server_address[1]}/"}})["integration"]["integrationId"]
                for number in range(steps)]
            flows[steps] = call("integrationflows", {"name": str(steps), "steps": [
                {"referrer": step, "dependsOn": chain[number - 1:number] or None} for number, step in enumerate(chain)]})["integrationFlow"]["integrationFlowId"]

        def run(steps):
            began = time.monotonic()
            Step.last = began
            request = urllib.request.Request(f"http://127.0.0.1:{port}/2/0/integrationflows/{flows[steps]}/run", data=b"", headers={"x-functions-key": key})
            urllib.request.urlopen(request, timeout=30).read()
            while time.monotonic() - Step.last < QUIET:
                time.sleep(0.1)
            return time.monotonic() - began

        log = Log(log_path)
        run(2)
        log.take()
        time.sleep(20)
        idle = log.take()
        measured = {"idlePerSecond": {"/".join(name): round(count / 20, 3) for name, count in sorted(idle.items())}, "runs": []}
        for steps in flows:
            total, seconds = collections.Counter(), 0.0
            for _ in range(RUNS):
                seconds += run(steps)
            total.update(log.take())
            requests = {"/".join(name): round(max(0.0, count - idle[name] / 20 * seconds) / RUNS, 1) for name, count in sorted(total.items())}
            measured["runs"].append({"steps": steps, "requests": {name: count for name, count in requests.items() if count >= 0.1}})
        target = pathlib.Path(__file__).with_name("measured.json")
        target.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
        print(target.read_text(encoding="utf-8"))
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(30)


main()
