#!/usr/bin/env bash
# Deploys Flow Functions. What it does, in which order, and what it needs for that stands in infra/steps; deploy.ps1 does the same for PowerShell.
# Sources: az rest and the permissions of the caller, learn.microsoft.com/rest/api/authorization/permissions; regions, learn.microsoft.com/azure/azure-functions/flex-consumption-how-to;
# what-if as JSON, learn.microsoft.com/azure/azure-resource-manager/bicep/deploy-what-if; 403 after role assignments, Azure/azure-functions-core-tools#4346 and Azure/azure-dev#8026;
# principals and roles that are not known everywhere yet, Azure/azure-cli#20727; DeploymentActive, Azure/azure-dev#7248; what az bicep version prints, Azure/azure-cli,
# src/azure-cli/azure/cli/command_modules/resource/_bicep.py.
set -euo pipefail

usage() {
  cat <<'TEXT'
Deploys Flow Functions: looks whether it can, shows what would change, asks, deploys, publishes the app, waits until it is healthy and tries it.

  infra/deploy.sh RESOURCE_GROUP INSTALLATION [options]

  INSTALLATION       dev, prod or azd: its parameters are infra/main.INSTALLATION.bicepparam

  --what-if          stops after showing what would change
  --yes              does not ask
  --package FILE     publishes this zip, such as that of a release, instead of building one
  --infra-only       deploys the infrastructure and does not publish the app
  --app-only         publishes the app and leaves the infrastructure as it is
  --only STEP        runs this step alone; may be given again (preflight, what-if, provision, package, publish, health, smoke)
  --address URL      where the app answers, for health and smoke; else read from the deployment
  --help             shows this

Needs az, signed in, with the subscription chosen and Bicep 0.42.1 or newer (az bicep upgrade); curl; and to build the package the .NET 10 SDK and zip.
The resource group exists: az group create --name RESOURCE_GROUP --location LOCATION

Environment: FLOWS_ALERT_ADDRESS, FLOWS_SIGN_IN_CLIENT_ID and others are parameters, see the .bicepparam files. FLOWS_BUDGET_START, the first day of this month, such as
2026-12-01, makes a monthly budget of FLOWS_BUDGET_AMOUNT (300), and stays the same from then on. FLOWS_SMOKE_KEY, a viewer's key, lets the last step read the version.
FLOWS_DEPLOY_TIMEOUT_SECONDS (600) is how long provisioning is tried again while Azure does not know yet what it has just made, and how long publishing, and then health, are
tried; FLOWS_DEPLOY_RETRY_SECONDS (15) is the pause between two tries.

Ends with 0 when all is well, with 1 when something is in the way or went wrong, with 2 when it was called wrongly.
TEXT
}

misused() {
  echo "$1" >&2
  echo "infra/deploy.sh --help tells how it is called." >&2
  exit 2
}

# Whole seconds. Leading zeros would make an octal number of it.
seconds() {
  [[ $2 =~ ^[0-9]{1,6}$ ]] || misused "$1 is '$2': give whole seconds, such as 600."
  echo $((10#$2))
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
timeout=$(seconds FLOWS_DEPLOY_TIMEOUT_SECONDS "${FLOWS_DEPLOY_TIMEOUT_SECONDS:-600}")
pause=$(seconds FLOWS_DEPLOY_RETRY_SECONDS "${FLOWS_DEPLOY_RETRY_SECONDS:-15}")

group='' installation='' package='' address='' only=' '
yes=false infra=true app=true stop_after_what_if=false
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --what-if) stop_after_what_if=true ;;
    --yes) yes=true ;;
    --infra-only) app=false ;;
    --app-only) infra=false ;;
    --package | --only | --address)
      [ $# -ge 2 ] || misused "$1 needs a value."
      case $1 in
        --package) package=$2 ;;
        --only) only="$only$2 " ;;
        --address) address=${2%/} ;;
      esac
      shift
      ;;
    -*) misused "There is no option $1." ;;
    *)
      if [ -z "$installation" ] && [ -n "$group" ]; then installation=$1
      elif [ -z "$group" ] && [ -n "$1" ]; then group=$1
      elif [ -z "$1" ]; then misused "The name of the resource group is empty. With azd: azd env set AZURE_RESOURCE_GROUP NAME"
      else misused "$1 is one argument too many."; fi
      ;;
  esac
  shift
done
[ -n "$group" ] || misused "Say which resource group, and which installation."
[ -n "$installation" ] || misused "Say which installation: dev, prod or azd."
$infra || $app || misused "--infra-only and --app-only leave nothing to do."

parameters="$here/main.$installation.bicepparam"
[ -f "$parameters" ] || misused "There is no $parameters."

# One name for all deployments of an installation: its outputs are found again, and the group's history of deployments does not fill up.
deployment="flow-functions-$installation"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

listed() { sed -n "s/^$1 //p" "$here/steps"; }

# Rows that always count, and those whose parameter has the value that they name. infra/steps says how a value is read.
needed() {
  listed "$1"
  local parameter value is row
  while read -r parameter value row; do
    is=$(sed -n "s/^param $parameter = //p" "$parameters")
    [ -n "$is" ] || is=$(sed -n "s/^param $parameter [A-Za-z]* = //p" "$here/main.bicep")
    case $is in
      true | false) ;;
      production) if [ "${FLOWS_INSTALLATION:-dev}" = prod ]; then is=true; else is=false; fi ;;
      \'*\') is=${is//\'/} ;;
      *) is=$value ;;
    esac
    if [ "$is" = "$value" ]; then echo "$row"; fi
  done < <(listed "$1-if")
}

# What az says goes to a file, so that its reason can be shown, and judged.
reason() { grep -v '^WARNING' "$work/error" | sed -e 's/^ERROR: //' -e '/^[[:space:]]*$/d' | head -n 6; }
ask_az() { az "$@" 2>"$work/error"; }

problems=0
problem() {
  problems=$((problems + 1))
  printf '%d. %s\n   Cure: %s\n' "$problems" "$1" "$2" >>"$work/problems"
}
unknown() { printf 'Not checked: %s\n' "$1" >>"$work/unknown"; }

step_preflight() {
  : >"$work/problems"
  : >"$work/unknown"
  find_tools
  $infra && check_variables
  if command -v az >/dev/null && signed_in && group_found && $infra; then
    check_bicep
    check_providers
    check_region
    check_rights
    check_names
  fi
  cat "$work/unknown"
  [ "$problems" -eq 0 ] && return
  echo "This cannot be deployed yet:" >&2
  cat "$work/problems" >&2
  exit 1
}

find_tools() {
  command -v az >/dev/null || problem "The Azure CLI (az) is not installed." "https://learn.microsoft.com/cli/azure/install-azure-cli"
  command -v curl >/dev/null || problem "curl is not installed." "Install it from your system's packages."
  $app || return 0
  if [ -n "$package" ]; then
    # Each zip begins with these two letters.
    if [ ! -f "$package" ] || [ "$(head -c 2 "$package")" != PK ]; then
      problem "$package is not a zip file." "Give the zip of a release as the package: flow-functions-VERSION.zip."
    fi
  elif [ "$only" = ' ' ]; then
    command -v dotnet >/dev/null || problem "The .NET SDK is not installed." "Install the .NET 10 SDK, https://dotnet.microsoft.com/download, or give the zip of a release as the package."
    command -v zip >/dev/null || problem "zip is not installed." "Install it from your system's packages, or give the zip of a release as the package."
  fi
}

# Those that the parameter file reads without saying what to take in their place.
check_variables() {
  local needed set_variable
  sed -n "s/.*readEnvironmentVariable('\([A-Za-z0-9_]*\)').*/\1/p" "$parameters" | sort -u >"$work/variables"
  while read -r needed; do
    if [ "$installation" = azd ]; then set_variable="azd env set $needed VALUE"; else set_variable="export $needed=VALUE"; fi
    [ -n "${!needed+set}" ] || problem "$(basename "$parameters") wants the environment variable $needed." "$set_variable"
  done <"$work/variables"
}

signed_in() {
  if ! subscription=$(ask_az account show --query id --output tsv); then
    problem "az is not signed in. $(reason)" "az login, then: az account set --subscription SUBSCRIPTION"
    return 1
  fi
  if [ -n "${AZURE_SUBSCRIPTION_ID:-}" ] && [ "$AZURE_SUBSCRIPTION_ID" != "$subscription" ]; then
    problem "az works on the subscription $subscription, and AZURE_SUBSCRIPTION_ID names $AZURE_SUBSCRIPTION_ID." "az account set --subscription $AZURE_SUBSCRIPTION_ID"
    return 1
  fi
}

group_found() {
  if ! location=$(ask_az group show --name "$group" --query location --output tsv); then
    problem "The resource group $group is not there for you. $(reason)" "az group create --name $group --location LOCATION, or ask for a role on it."
    unknown "providers, region, names and rights, for want of a resource group."
    return 1
  fi
  # A parameter file may say another region than the group's, and azd's takes it from azd.
  local said
  said=$(sed -n "s/^param location = '\(.*\)'.*/\1/p" "$parameters")
  if [ "$installation" = azd ]; then said=${AZURE_LOCATION:-$said}; fi
  location=${said:-$location}
}

# Where az has no Bicep yet, it takes the newest with the first template.
check_bicep() {
  local least words installed
  read -r least words < <(listed bicep)
  installed=$(ask_az bicep version | sed -n 's/.*version \([0-9][0-9]*\.[0-9][0-9]*\.[0-9][0-9]*\).*/\1/p') || true
  [ -n "$installed" ] || return 0
  [ "$(numeral "$installed")" -ge "$(numeral "$least")" ] || problem "The Bicep of az is $installed, and infra/ needs $least or newer ($words)." "az bicep upgrade"
}

numeral() { local IFS=. && set -- $1 && echo $(($1 * 1000000 + $2 * 1000 + $3)); }

check_providers() {
  local registered needed words
  if ! registered=$(ask_az provider list --query "[?registrationState=='Registered'].namespace" --output tsv); then
    unknown "resource providers. $(reason)"
    return
  fi
  needed provider >"$work/providers"
  while read -r needed words; do
    grep -qix "$needed" <<<"$registered" || problem "The subscription has not registered $needed ($words)." "az provider register --namespace $needed --wait"
  done <"$work/providers"
}

check_region() {
  local regions
  if ! regions=$(ask_az functionapp list-flexconsumption-locations --query "[].name" --output tsv); then
    unknown "whether $location has the Flex Consumption plan. $(reason)"
  elif ! tr -d ' ' <<<"$regions" | grep -qix "$(tr -d ' ' <<<"$location")"; then
    problem "$location has no Flex Consumption plan." "Take a resource group in one of: $(tr -d ' ' <<<"$regions" | sort | paste -s -d ' ' -)."
  fi
}

# Each line: the actions that a role of the caller gives, an exclamation mark, and those that it takes away again. A group's and an inherited role are among them.
check_rights() {
  local url="/subscriptions/$subscription/resourceGroups/$group/providers/Microsoft.Authorization/permissions?api-version=2022-04-01" action roles
  if ! ask_az rest --method get --url "$url" --query "value[].join(' ! ', [join(' ', actions), join(' ', notActions)])" --output tsv >"$work/permissions"; then
    unknown "your rights on $group. $(reason)"
    return
  fi
  needed right >"$work/rights"
  while read -r action roles; do
    allowed "$action" || problem "You may not do $action on $group." "Ask for the role $roles on the resource group."
  done <"$work/rights"
}

allowed() (
  set -o noglob
  shopt -s nocasematch
  while read -r line; do
    given=false taken=false sign=+
    for pattern in $line; do
      if [ "$pattern" = ! ]; then sign=-
      # An asterisk stands for anything, slashes too: Azure's meaning is that of a pattern here.
      # shellcheck disable=SC2053
      elif [[ $1 == $pattern ]]; then if [ $sign = + ]; then given=true; else taken=true; fi; fi
    done
    if $given && ! $taken; then exit 0; fi
  done <"$work/permissions"
  exit 1
)

# What-if knows the names that the template makes: those that would be created must be free in the whole of Azure.
check_names() {
  local id new name answer
  if ! ask_az deployment group what-if --resource-group "$group" --parameters "$parameters" --result-format ResourceIdOnly --no-pretty-print \
    --query "changes[?changeType=='Create'].resourceId" --output tsv >"$work/created"; then
    if [ "$problems" -gt 0 ]; then unknown "names, until the rest is put right. $(reason)"
    else problem "Azure refuses the template. $(reason)" "Put right what it names, in infra/ or in $parameters. A Bicep that is too old for infra/: az bicep upgrade"; fi
    return
  fi
  while read -r id; do
    name=${id##*/}
    new=${id%/*}
    case ${new##*/providers/} in
      [Mm]icrosoft.[Ss]torage/storageAccounts)
        if ! answer=$(ask_az storage account check-name --name "$name" --query "nameAvailable || message" --output tsv); then unknown "whether the name $name is free. $(reason)"
        elif [ "$answer" != true ] && [ "$answer" != True ]; then
          problem "The storage account's name $name is taken. $answer" "Choose another prefix in $parameters (param prefix), or the resource group that has the account."
        fi
        ;;
      [Mm]icrosoft.[Kk]ey[Vv]ault/vaults)
        if recovers; then :
        elif ! answer=$(ask_az keyvault list-deleted --resource-type vault --query "[?name=='$name'].properties.scheduledPurgeDate" --output tsv); then
          unknown "whether a deleted vault has the name $name. $(reason)"
        elif [ -n "$answer" ]; then
          problem "A deleted vault has the name $name until $answer." \
            "Bring it back with recoverVault = true in $parameters, for one deployment (azd: FLOWS_RECOVER_VAULT). Without purge protection it can be given up: az keyvault purge --name $name"
        fi
        ;;
    esac
  done <"$work/created"
}

# The deployment brings the vault back by itself.
recovers() { grep -q '^param recoverVault = true' "$parameters" || { [ "$installation" = azd ] && [ "${FLOWS_RECOVER_VAULT:-}" = true ]; }; }

step_what_if() {
  az deployment group what-if --resource-group "$group" --parameters "$parameters"
}

agreed() {
  $yes && return
  local answer=''
  read -r -p "Deploy this to $group? [y/N] " answer || true
  case $answer in
    [Yy] | [Yy][Ee][Ss]) ;;
    *) echo "Nothing was changed." >&2; exit 1 ;;
  esac
}

cancelling() { echo "az deployment group cancel --name $deployment --resource-group $group"; }

# Azure deploys by itself: what is interrupted here is the waiting for it.
interrupted() {
  echo >&2
  echo "Azure goes on with the deployment $deployment, and ends it without this script. To see how far it is: az deployment group show --name $deployment --resource-group $group" >&2
  echo "To cancel it, which leaves what is made so far: $(cancelling)" >&2
  exit 130
}

# A deployment that was interrupted still has the name; and an identity or a role that the template has just made is not known everywhere in Azure for some minutes.
not_yet() {
  if grep -q DeploymentActive "$work/error"; then echo "a deployment $deployment is still running in $group. To cancel it: $(cancelling)."
  else sed -nE 's/.*(PrincipalNotFound|RoleDefinitionDoesNotExist).*/\1: what was just made is not known everywhere in Azure./p' "$work/error" | head -n 1; fi
}

step_provision() {
  local until='' why
  trap interrupted INT TERM
  while ! ask_az deployment group create --name "$deployment" --resource-group "$group" --parameters "$parameters" --output none; do
    trap - INT TERM
    why=$(not_yet)
    # From the first refusal on: the deployment before it may have taken longer than that.
    until=${until:-$((SECONDS + timeout))}
    if [ -z "$why" ] || [ "$SECONDS" -ge "$until" ]; then
      cat "$work/error" >&2
      if [ -n "$why" ]; then echo "After $timeout seconds still: $why" >&2; fi
      exit 1
    fi
    echo "Not yet: $why"
    echo "Trying again in $pause seconds."
    sleep "$pause"
    trap interrupted INT TERM
  done
  trap - INT TERM
}

step_package() {
  if [ -z "$package" ]; then
    dotnet publish "$here/../src/FlowFunctions" --configuration Release --output "$work/app"
    # With what begins with a dot: .azurefunctions holds the extensions.
    (cd "$work/app" && zip --quiet --recurse-paths ../app.zip .)
    package="$work/app.zip"
  fi
  echo "The package: $package"
}

# What the deployment gave: the app's name, and where it answers.
given() { az deployment group show --name "$deployment" --resource-group "$group" --query "$1" --output tsv; }
find_name() { name=$(given properties.outputs.appName.value); }
find_address() { [ -n "$address" ] || address=$(given properties.outputs.address.value); }

# Roles that were just assigned count after up to ten minutes: until then the app may not read its own package, which the answer tells as 403.
passing() { grep -qiE '(^|[^0-9a-z-])(403|409|429|500|502|503|504)([^0-9a-z-]|$)|forbidden|not authorized|timed? ?out|temporarily' "$work/error"; }

step_publish() {
  [ -n "$package" ] || misused "There is no package to publish: give one with --package."
  find_name
  local until=$((SECONDS + timeout))
  while ! ask_az functionapp deployment source config-zip --resource-group "$group" --name "$name" --src "$package" --output none; do
    if ! passing; then
      echo "Publishing failed: $(reason)" >&2
      exit 1
    fi
    if [ "$SECONDS" -ge "$until" ]; then
      echo "Publishing was refused for $timeout seconds, at last with: $(reason)" >&2
      echo "See infra/docs/operations.md, 'It does not start'." >&2
      exit 1
    fi
    echo "Not yet: $(reason)"
    echo "Roles that were just assigned count after up to ten minutes. Trying again in $pause seconds."
    sleep "$pause"
  done
}

# The answer's status; its body goes to a file. The key goes by standard input: a command line can be read by others.
get() {
  { if [ -n "${2:-}" ]; then printf 'header = "x-functions-key: %s"\n' "$2"; fi; } \
    | curl --config - --silent --max-time 10 --output "$work/body" --write-out '%{http_code}' "$address$1" 2>/dev/null || true
}

step_health() {
  find_address
  local until=$((SECONDS + timeout)) status last=''
  while :; do
    : >"$work/body"
    status=$(get /2/0/health)
    [ "$status" = 200 ] && return
    [ "$SECONDS" -lt "$until" ] || break
    [ "$status" = "$last" ] || echo "Not yet: $status"
    last=$status
    sleep "$pause"
  done
  if [ "$status" = 000 ]; then echo "$address/2/0/health does not answer, after $timeout seconds." >&2
  else echo "$address/2/0/health answers $status, not 200, after $timeout seconds: $(head -c 2000 "$work/body")" >&2; fi
  echo "See infra/docs/operations.md, 'It does not start'." >&2
  exit 1
}

# A call without a key must be refused: an app that answers it is open to everybody.
step_smoke() {
  find_address
  local status
  status=$(get /2/0/health)
  [ "$status" = 200 ] || { echo "$address/2/0/health answers $status, not 200. See infra/docs/operations.md, 'It does not start'." >&2; exit 1; }
  status=$(get /2/0/version)
  [ "$status" = 401 ] || { echo "$address/2/0/version answers $status to a call without a key, not 401. See infra/docs/operations.md, 'Keys and secrets'." >&2; exit 1; }
  if [ -n "${FLOWS_SMOKE_KEY:-}" ]; then
    status=$(get /2/0/version "$FLOWS_SMOKE_KEY")
    [ "$status" = 200 ] || { echo "$address/2/0/version answers $status to the key in FLOWS_SMOKE_KEY, not 200. See infra/docs/operations.md, 'Keys and secrets'." >&2; exit 1; }
    echo "It runs: $(cat "$work/body")"
  fi
  echo "Healthy: $address"
  echo "It refuses calls without a key. How to make the first key: infra/docs/operations.md, 'Keys and secrets'."
}

# Whatever else is said, what-if stops before the first step that changes something.
wanted() {
  if $stop_after_what_if && [ "$1" != preflight ] && [ "$1" != what-if ]; then return 1; fi
  if [ "$only" != ' ' ]; then [[ $only == *" $1 "* ]]; return; fi
  case $1 in
    preflight) true ;;
    what-if) $infra ;;
    provision) $infra ;;
    *) $app ;;
  esac
}

listed step >"$work/steps"
for step in $only; do
  grep -q "^$step " "$work/steps" || misused "There is no step $step."
  if $stop_after_what_if && ! wanted "$step"; then misused "--what-if changes nothing, and --only $step would: give one of the two."; fi
done
if wanted provision && ! $yes && [ ! -t 0 ]; then misused "Without a terminal nobody can be asked whether to deploy: give --yes, or --what-if to look first."; fi

# Read by another descriptor than standard input: a step may ask.
while read -r step words <&3; do
  wanted "$step" || continue
  [ "$step" != provision ] || agreed
  echo "== $words"
  "step_${step//-/_}"
done 3<"$work/steps"
if $stop_after_what_if; then echo "Nothing was changed."; fi
