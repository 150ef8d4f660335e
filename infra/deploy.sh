#!/usr/bin/env bash
# Deploys Flow Functions: shows what would change, asks, changes it, publishes the app, waits until it is healthy.
#
#   infra/deploy.sh RESOURCE_GROUP dev|prod [--yes] [--infra-only|--app-only]
#
# Needs: az (signed in, the subscription chosen), the .NET 10 SDK, zip, curl; and on the resource group the roles Contributor and User Access Administrator
# (role assignments, and one role definition). The group must exist:  az group create --name RESOURCE_GROUP --location LOCATION
# FLOWS_ALERT_ADDRESS, FLOWS_SIGN_IN_CLIENT_ID: see main.dev.bicepparam and main.prod.bicepparam.
set -euo pipefail

usage() { sed -n '4p' "$0" | cut -c3-; exit 2; }
[ $# -ge 2 ] || usage
group=$1; installation=$2; shift 2
yes=false; infra=true; app=true
for option in "$@"; do
  case $option in
    --yes) yes=true ;;
    --infra-only) app=false ;;
    --app-only) infra=false ;;
    *) usage ;;
  esac
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
parameters="$here/main.$installation.bicepparam"
[ -f "$parameters" ] || { echo "There is no $parameters." >&2; exit 2; }

# One name for all deployments of an installation: its outputs are found again, and the group's history of deployments does not fill up.
deployment="flow-functions-$installation"

if $infra; then
  az deployment group what-if --resource-group "$group" --parameters "$parameters"
  if ! $yes; then
    read -r -p "Deploy this to $group? [y/N] " answer
    [ "$answer" = y ] || exit 1
  fi
  az deployment group create --name "$deployment" --resource-group "$group" --parameters "$parameters" --output none
fi

output() { az deployment group show --name "$deployment" --resource-group "$group" --query "properties.outputs.$1.value" --output tsv; }
name=$(output appName)
address=$(output address)

if $app; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  dotnet publish "$here/../src/FlowFunctions" --configuration Release --output "$work/app"
  (cd "$work/app" && zip --quiet --recurse-paths ../app.zip .)
  az functionapp deployment source config-zip --resource-group "$group" --name "$name" --src "$work/app.zip" --output none
fi

# A first start installs nothing but takes a while; roles that were just assigned take a few minutes more.
for _ in $(seq 60); do
  if curl --silent --fail --max-time 10 "$address/2/0/health" >/dev/null; then
    echo "Healthy: $address"
    exit 0
  fi
  sleep 10
done
echo "$address/2/0/health does not answer 200 after 10 minutes: see infra/docs/operations.md, 'It does not start'." >&2
exit 1
