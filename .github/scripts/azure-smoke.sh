#!/usr/bin/env bash
# Starts a host of the app with an empty storage emulator, runs a flow of two steps through it, and checks what the flow says about its run.
#
#   .github/scripts/azure-smoke.sh FOLDER COMMAND...      COMMAND, run in FOLDER, serves on http://127.0.0.1:$PORT (7071)
#   .github/scripts/azure-smoke.sh publish func start --no-build --port 7071
#
# Needs curl, jq, openssl, xxd, python3, and azurite on the path (npm install --global azurite); or, in AzureWebJobsStorage, a storage account.
set -euo pipefail

folder=$1; shift
needed=(curl jq openssl xxd python3)
[ -n "${AzureWebJobsStorage:-}" ] || needed+=(azurite)
for tool in "${needed[@]}"; do command -v "$tool" >/dev/null || { echo "FAILED: $tool is missing." >&2; exit 1; }; done
export PORT=${PORT:-7071}
api="http://127.0.0.1:$PORT/2/0"
work=$(mktemp -d)
started=()
failed() { echo "FAILED: $1" >&2; echo "--- the host's last lines" >&2; tail -n 60 "$work/host.log" >&2 || true; exit 1; }
# Each process is a group of its own, so that what it started ends with it.
finish() { for process in "${started[@]}"; do kill -TERM -- "-$process" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
set -m

if curl --silent --max-time 2 "$api/health" >/dev/null; then echo "FAILED: something serves on port $PORT already." >&2; exit 1; fi

if [ -z "${AzureWebJobsStorage:-}" ]; then
  azurite --silent --skipApiVersionCheck --location "$work/azurite" >"$work/azurite.log" 2>&1 & started+=($!)
  export AzureWebJobsStorage=UseDevelopmentStorage=true
fi

# The steps' endpoint: ends each step at once, with success.
cat >"$work/endpoint.py" <<'PYTHON'
import http.server, sys

class Step(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b'{"outcome":"success","message":"done"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Step)
print(server.server_address[1], flush=True)
server.serve_forever()
PYTHON
python3 "$work/endpoint.py" >"$work/endpoint.port" 2>"$work/endpoint.log" & started+=($!)

key=$(openssl rand -hex 32)
salt=$(openssl rand -hex 16)
hash=$({ printf '%s' "$salt" | xxd -r -p; printf '%s' "$key"; } | openssl dgst -sha256 -binary | base64 -w0)
export FUNCTIONS_WORKER_RUNTIME=dotnet-isolated AzureWebJobsDisableHomepage=true Targets__AllowPrivateNetworks=true
export Security__Keys__0__Name=smoke Security__Keys__0__Role=editor Security__Keys__0__Hash=$hash
Security__Keys__0__Salt=$(printf '%s' "$salt" | xxd -r -p | base64 -w0)
export Security__Keys__0__Salt

(cd "$folder" && exec "$@") >"$work/host.log" 2>&1 </dev/null & started+=($!)
host=$!

call() { curl --silent --show-error --fail-with-body --max-time 30 --header "Authorization: AnaplanAuthToken $key" --header 'Content-Type: application/json' "$@"; }

healthy=false
for _ in $(seq 120); do
  kill -0 "$host" 2>/dev/null || failed "the host ended."
  if curl --silent --fail --max-time 5 "$api/health" >/dev/null; then healthy=true; break; fi
  sleep 1
done
$healthy || failed "$api/health did not answer 200 within two minutes."
echo "The host is healthy."

[ "$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 10 "$api/integrationflows")" = 401 ] || failed "a call without a key did not get 401."

endpoint="http://127.0.0.1:$(cat "$work/endpoint.port")"
integration() { call "$api/integrations" --data "{\"name\":\"$1\",\"endpoint\":{\"url\":\"$endpoint/$1\"}}" | jq --exit-status --raw-output .integration.integrationId; }
one=$(integration first) || failed "the first integration was not created."
two=$(integration second) || failed "the second integration was not created."
flow=$(call "$api/integrationflows" --data "{\"name\":\"Smoke\",\"steps\":[{\"referrer\":\"$one\"},{\"referrer\":\"$two\",\"dependsOn\":[\"$one\"]}]}" \
  | jq --exit-status --raw-output .integrationFlow.integrationFlowId) || failed "the flow was not created."
run=$(call --request POST "$api/integrationflows/$flow/run" | jq --exit-status --raw-output .run.id) || failed "the run was not started."
echo "Run $run is started."

latest=null
for _ in $(seq 120); do
  latest=$(call "$api/integrationflows/$flow" | jq --compact-output .integrationFlow.latestRun) || failed "the flow could not be read."
  [ "$(jq --raw-output '.endDate // empty' <<<"$latest")" ] && break
  sleep 1
done
echo "latestRun: $latest"
jq --exit-status '.success == true and .message == "Success" and .executionErrorCode == null and .triggerSource == "manual" and .triggeredBy == "smoke"' <<<"$latest" >/dev/null \
  || failed "latestRun is not that of a run that succeeded."
call "$api/integrationflows/$flow/runs/$run" | jq --exit-status '[.run.steps[].status] == ["success", "success"]' >/dev/null || failed "a step did not succeed."
echo "PASSED"
