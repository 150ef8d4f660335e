#!/usr/bin/env pwsh
#requires -Version 7.2

<#
.SYNOPSIS
Deploys Flow Functions: looks whether it can, shows what would change, asks, deploys, publishes the app, waits until it is healthy and tries it.

.DESCRIPTION
The twin of deploy.sh: what it does, in which order, and what it needs for that stands in infra/steps, which both read. deploy.sh names the sources of what is asked of Azure.

Needs az, signed in, with the subscription chosen and Bicep 0.42.1 or newer (az bicep upgrade); and to build the package the .NET 10 SDK.
The resource group exists: az group create --name RESOURCE_GROUP --location LOCATION

Environment: FLOWS_ALERT_ADDRESS, FLOWS_SIGN_IN_CLIENT_ID and others are parameters, see the .bicepparam files. FLOWS_BUDGET_START, the first day of this month, such as
2026-12-01, makes a monthly budget of FLOWS_BUDGET_AMOUNT (300), and stays the same from then on. FLOWS_SMOKE_KEY, a viewer's key, lets the last step read the version.
FLOWS_DEPLOY_TIMEOUT_SECONDS (600) is how long provisioning is tried again while Azure does not know yet what it has just made, and how long publishing, and then health, are
tried; FLOWS_DEPLOY_RETRY_SECONDS (15) is the pause between two tries.

Ends with 0 when all is well, with 1 when something is in the way or went wrong, with 2 when it was called wrongly.

.PARAMETER Installation
dev, prod or azd: its parameters are infra/main.INSTALLATION.bicepparam.

.PARAMETER WhatIf
Stops after showing what would change.

.PARAMETER Yes
Does not ask.

.PARAMETER Package
Publishes this zip, such as that of a release, instead of building one.

.PARAMETER InfraOnly
Deploys the infrastructure and does not publish the app.

.PARAMETER AppOnly
Publishes the app and leaves the infrastructure as it is.

.PARAMETER Only
Runs these steps alone: preflight, what-if, provision, package, publish, health, smoke.

.PARAMETER Address
Where the app answers, for health and smoke; else read from the deployment.

.EXAMPLE
infra/deploy.ps1 flows-prod prod -Package flow-functions-1.2.3.zip
#>
param(
    [Parameter(Position = 0)][string] $ResourceGroup,
    [Parameter(Position = 1)][string] $Installation,
    [switch] $WhatIf,
    [switch] $Yes,
    [string] $Package,
    [switch] $InfraOnly,
    [switch] $AppOnly,
    [string[]] $Only = @(),
    [string] $Address,
    [switch] $Help
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
# What az and dotnet end with is looked at, call by call.
$PSNativeCommandUseErrorActionPreference = $false

function Exit-Misused([string] $why) {
    [Console]::Error.WriteLine($why)
    [Console]::Error.WriteLine('infra/deploy.ps1 -Help tells how it is called.')
    exit 2
}

function Exit-Failed([string[]] $lines) {
    foreach ($line in $lines) { [Console]::Error.WriteLine($line) }
    exit 1
}

if ($Help) { Get-Help $PSCommandPath -Detailed | Out-String | Write-Output; exit 0 }
if (-not $ResourceGroup) { Exit-Misused 'The name of the resource group is empty. With azd: azd env set AZURE_RESOURCE_GROUP NAME' }
if (-not $Installation) { Exit-Misused 'Say which installation: dev, prod or azd.' }
if ($InfraOnly -and $AppOnly) { Exit-Misused '-InfraOnly and -AppOnly leave nothing to do.' }

function Get-Seconds([string] $name, [int] $default) {
    $value = [Environment]::GetEnvironmentVariable($name)
    if (-not $value) { return $default }
    if ($value -notmatch '\A[0-9]{1,6}\z') { Exit-Misused "$name is '$value': give whole seconds, such as 600." }
    [int] $value
}

$timeout = Get-Seconds FLOWS_DEPLOY_TIMEOUT_SECONDS 600
$pause = Get-Seconds FLOWS_DEPLOY_RETRY_SECONDS 15
$infra = -not $AppOnly
$app = -not $InfraOnly
$Address = $Address.TrimEnd('/')

$parameters = Join-Path $PSScriptRoot "main.$Installation.bicepparam"
if (-not (Test-Path $parameters -PathType Leaf)) { Exit-Misused "There is no $parameters." }

# One name for all deployments of an installation: its outputs are found again, and the group's history of deployments does not fill up.
$deployment = "flow-functions-$Installation"

$work = Join-Path ([IO.Path]::GetTempPath()) "flow-functions-$([Guid]::NewGuid())"
New-Item -ItemType Directory -Path $work | Out-Null
$said = Join-Path $work 'error'

# The rows of infra/steps that begin with a word, without it.
function Get-Listed([string] $kind) {
    foreach ($line in Get-Content (Join-Path $PSScriptRoot 'steps')) { if ($line.StartsWith("$kind ")) { $line.Substring($kind.Length + 1) } }
}

# Rows that always count, and those whose parameter has the value that they name. infra/steps says how a value is read.
function Get-Needed([string] $kind) {
    Get-Listed $kind
    foreach ($row in Get-Listed "$kind-if") {
        $parameter, $value, $rest = $row -split ' ', 3
        $line = @(Select-String -Path $parameters -Pattern "^param $parameter = (.*)") + @(Select-String -Path (Join-Path $PSScriptRoot main.bicep) -Pattern "^param $parameter [A-Za-z]* = (.*)")
        $is = $line[0].Matches[0].Groups[1].Value
        $is = switch -CaseSensitive -Regex ($is) {
            '^(true|false)$' { $is; break }
            '^production$' { $env:FLOWS_INSTALLATION -ceq 'prod' ? 'true' : 'false'; break }
            "^'.*'$" { $is.Trim("'"); break }
            default { $value }
        }
        if ($is -ceq $value) { $rest }
    }
}

# JSON, and no query: what az.cmd makes of a query's characters on Windows depends on the shell. What az says goes to a file, so that its reason can be shown, and judged.
function Invoke-Az {
    $answer = & az @args 2> $said
    $script:succeeded = $LASTEXITCODE -eq 0
    $answer | Out-String
}

function Get-FromAz { $json = Invoke-Az @args --output json; if ($script:succeeded -and $json.Trim()) { , ($json | ConvertFrom-Json -NoEnumerate) } }

function Get-Reason {
    $lines = @(Get-Content $said | Where-Object { $_.Trim() -and -not $_.StartsWith('WARNING') } | Select-Object -First 6)
    ($lines -replace '^ERROR: ') -join "`n"
}

$problems = [Collections.Generic.List[string]]::new()
$unknown = [Collections.Generic.List[string]]::new()
function Add-Problem([string] $what, [string] $cure) { $problems.Add("$($problems.Count + 1). $what`n   Cure: $cure") }
function Add-Unknown([string] $what) { $unknown.Add("Not checked: $what") }
function Test-Command([string] $name) { $null -ne (Get-Command $name -CommandType Application -ErrorAction Ignore) }

function Step-preflight {
    Find-Tools
    if ($infra) { Test-Variables }
    if ((Test-Command az) -and (Test-SignIn) -and (Test-Group) -and $infra) {
        Test-Bicep
        Test-Providers
        Test-Region
        Test-Rights
        Test-Names
    }
    $unknown | Write-Output
    if ($problems.Count -gt 0) { Exit-Failed (@('This cannot be deployed yet:') + $problems) }
}

function Find-Tools {
    if (-not (Test-Command az)) { Add-Problem 'The Azure CLI (az) is not installed.' 'https://learn.microsoft.com/cli/azure/install-azure-cli' }
    if (-not $app) { return }
    if ($Package) {
        # Each zip begins with these two letters.
        if (-not (Test-Path $Package -PathType Leaf) -or [Text.Encoding]::ASCII.GetString([byte[]] @(Get-Content $Package -AsByteStream -TotalCount 2)) -cne 'PK') {
            Add-Problem "$Package is not a zip file." 'Give the zip of a release as the package: flow-functions-VERSION.zip.'
        }
    }
    elseif (-not $Only -and -not (Test-Command dotnet)) {
        Add-Problem 'The .NET SDK is not installed.' 'Install the .NET 10 SDK, https://dotnet.microsoft.com/download, or give the zip of a release as the package.'
    }
}

# Those that the parameter file reads without saying what to take in their place.
function Test-Variables {
    $needed = Select-String -Path $parameters -Pattern "readEnvironmentVariable\('([A-Za-z0-9_]*)'\)" -AllMatches | ForEach-Object { $_.Matches } | ForEach-Object { $_.Groups[1].Value }
    foreach ($variable in @($needed | Sort-Object -Unique)) {
        if ($null -eq [Environment]::GetEnvironmentVariable($variable)) {
            $cure = $Installation -eq 'azd' ? "azd env set $variable VALUE" : "`$env:$variable = 'VALUE'"
            Add-Problem "$(Split-Path -Leaf $parameters) wants the environment variable $variable." $cure
        }
    }
}

function Test-SignIn {
    $account = Get-FromAz account show
    if (-not $succeeded) {
        Add-Problem "az is not signed in. $(Get-Reason)" 'az login, then: az account set --subscription SUBSCRIPTION'
        return $false
    }
    $script:subscription = $account.id
    if ($env:AZURE_SUBSCRIPTION_ID -and $env:AZURE_SUBSCRIPTION_ID -ne $subscription) {
        Add-Problem "az works on the subscription $subscription, and AZURE_SUBSCRIPTION_ID names $env:AZURE_SUBSCRIPTION_ID." "az account set --subscription $env:AZURE_SUBSCRIPTION_ID"
        return $false
    }
    $true
}

function Test-Group {
    $found = Get-FromAz group show --name $ResourceGroup
    if (-not $succeeded) {
        Add-Problem "The resource group $ResourceGroup is not there for you. $(Get-Reason)" "az group create --name $ResourceGroup --location LOCATION, or ask for a role on it."
        Add-Unknown 'providers, region, names and rights, for want of a resource group.'
        return $false
    }
    # A parameter file may say another region than the group's, and azd's takes it from azd.
    $named = Select-String -Path $parameters -Pattern "^param location = '(.*)'"
    $script:location = $named ? $named.Matches[0].Groups[1].Value : $found.location
    if ($Installation -eq 'azd' -and $env:AZURE_LOCATION) { $script:location = $env:AZURE_LOCATION }
    $true
}

# Where az has no Bicep yet, it takes the newest with the first template.
function Test-Bicep {
    $least, $words = @(Get-Listed bicep)[0] -split ' ', 2
    $told = Invoke-Az bicep version
    if ($succeeded -and $told -match 'version (\d+\.\d+\.\d+)' -and [version] $Matches[1] -lt [version] $least) {
        Add-Problem "The Bicep of az is $($Matches[1]), and infra/ needs $least or newer ($words)." 'az bicep upgrade'
    }
}

function Test-Providers {
    $registered = Get-FromAz provider list
    if (-not $succeeded) { Add-Unknown "resource providers. $(Get-Reason)"; return }
    $names = @($registered | Where-Object registrationState -eq 'Registered' | ForEach-Object namespace)
    foreach ($row in Get-Needed provider) {
        $needed, $words = $row -split ' ', 2
        if ($names -notcontains $needed) { Add-Problem "The subscription has not registered $needed ($words)." "az provider register --namespace $needed --wait" }
    }
}

function Test-Region {
    $regions = Get-FromAz functionapp list-flexconsumption-locations
    if (-not $succeeded) { Add-Unknown "whether $location has the Flex Consumption plan. $(Get-Reason)"; return }
    $names = @($regions | ForEach-Object { $_.name -replace ' ' } | Sort-Object)
    if ($names -notcontains ($location -replace ' ')) { Add-Problem "$location has no Flex Consumption plan." "Take a resource group in one of: $($names -join ' ')." }
}

# What the roles of the caller give, less what they take away again. A group's and an inherited role are among them.
function Test-Rights {
    $roles = Get-FromAz rest --method get --url "/subscriptions/$subscription/resourceGroups/$ResourceGroup/providers/Microsoft.Authorization/permissions?api-version=2022-04-01"
    if (-not $succeeded) { Add-Unknown "your rights on $ResourceGroup. $(Get-Reason)"; return }
    foreach ($row in Get-Needed right) {
        $action, $words = $row -split ' ', 2
        # An asterisk stands for anything, slashes too, in Azure's patterns as in these.
        $giving = @($roles.value | Where-Object {
                @($_.actions | Where-Object { $action -like $_ }).Count -gt 0 -and @($_.notActions | Where-Object { $action -like $_ }).Count -eq 0
            })
        if ($giving.Count -eq 0) { Add-Problem "You may not do $action on $ResourceGroup." "Ask for the role $words on the resource group." }
    }
}

# What-if knows the names that the template makes: those that would be created must be free in the whole of Azure.
function Test-Names {
    $predicted = Get-FromAz deployment group what-if --resource-group $ResourceGroup --parameters $parameters --result-format ResourceIdOnly --no-pretty-print
    if (-not $succeeded) {
        if ($problems.Count -gt 0) { Add-Unknown "names, until the rest is put right. $(Get-Reason)" }
        else { Add-Problem "Azure refuses the template. $(Get-Reason)" "Put right what it names, in infra/ or in $parameters. A Bicep that is too old for infra/: az bicep upgrade" }
        return
    }
    foreach ($id in @($predicted.changes | Where-Object changeType -eq 'Create' | ForEach-Object resourceId)) {
        $name = ($id -split '/')[-1]
        if ($id -match '/providers/Microsoft\.Storage/storageAccounts/[^/]+$') {
            $answer = Get-FromAz storage account check-name --name $name
            if (-not $succeeded) { Add-Unknown "whether the name $name is free. $(Get-Reason)" }
            elseif (-not $answer.nameAvailable) {
                Add-Problem "The storage account's name $name is taken. $($answer.message)" "Choose another prefix in $parameters (param prefix), or the resource group that has the account."
            }
        }
        elseif ($id -match '/providers/Microsoft\.KeyVault/vaults/[^/]+$' -and -not (Test-Recovering)) {
            $deleted = Get-FromAz keyvault list-deleted --resource-type vault
            if (-not $succeeded) { Add-Unknown "whether a deleted vault has the name $name. $(Get-Reason)"; continue }
            foreach ($vault in @($deleted | Where-Object name -eq $name)) {
                $until = $vault.properties.scheduledPurgeDate
                if ($until -is [DateTime]) { $until = $until.ToString('s') }
                Add-Problem "A deleted vault has the name $name until $until." `
                    "Bring it back with recoverVault = true in $parameters, for one deployment (azd: FLOWS_RECOVER_VAULT). Without purge protection it can be given up: az keyvault purge --name $name"
            }
        }
    }
}

# The deployment brings the vault back by itself.
function Test-Recovering { (Select-String -Path $parameters -Pattern '^param recoverVault = true' -Quiet) -or ($Installation -eq 'azd' -and $env:FLOWS_RECOVER_VAULT -eq 'true') }

function Step-what-if {
    & az deployment group what-if --resource-group $ResourceGroup --parameters $parameters
    if ($LASTEXITCODE -ne 0) { exit 1 }
}

function Confirm-Deployment {
    if ($Yes) { return }
    $answer = Read-Host "Deploy this to ${ResourceGroup}? [y/N]"
    if ($answer -notin 'y', 'yes') { Exit-Failed 'Nothing was changed.' }
}

$cancelling = "az deployment group cancel --name $deployment --resource-group $ResourceGroup"

# A deployment that was interrupted still has the name; and an identity or a role that the template has just made is not known everywhere in Azure for some minutes.
function Get-NotYet {
    $told = Get-Content $said -Raw
    if ($told -cmatch 'DeploymentActive') { "a deployment $deployment is still running in $ResourceGroup. To cancel it: $cancelling." }
    elseif ($told -cmatch 'PrincipalNotFound|RoleDefinitionDoesNotExist') { "$($Matches[0]): what was just made is not known everywhere in Azure." }
}

function Step-provision {
    $watch = $null
    while ($true) {
        $ended = $false
        try {
            $null = Invoke-Az deployment group create --name $deployment --resource-group $ResourceGroup --parameters $parameters --output none
            $ended = $true
        }
        finally {
            # Azure deploys by itself: what Ctrl-C interrupts here is the waiting for it.
            if (-not $ended) {
                [Console]::Error.WriteLine("Azure goes on with the deployment $deployment, and ends it without this script. To see how far it is: az deployment group show --name $deployment --resource-group $ResourceGroup")
                [Console]::Error.WriteLine("To cancel it, which leaves what is made so far: $cancelling")
            }
        }
        if ($succeeded) { return }
        $why = Get-NotYet
        # From the first refusal on: the deployment before it may have taken longer than that.
        if (-not $watch) { $watch = [Diagnostics.Stopwatch]::StartNew() }
        if (-not $why -or $watch.Elapsed.TotalSeconds -ge $timeout) {
            Exit-Failed (@(Get-Content $said) + @(if ($why) { "After $timeout seconds still: $why" }))
        }
        Write-Output "Not yet: $why"
        Write-Output "Trying again in $pause seconds."
        Start-Sleep -Seconds $pause
    }
}

function Step-package {
    if (-not $Package) {
        & dotnet publish (Join-Path $PSScriptRoot '../src/FlowFunctions') --configuration Release --output (Join-Path $work 'app')
        if ($LASTEXITCODE -ne 0) { exit 1 }
        # With what begins with a dot: .azurefunctions holds the extensions. Compress-Archive would leave that out.
        $script:Package = Join-Path $work 'app.zip'
        [IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $work 'app'), $script:Package)
    }
    Write-Output "The package: $script:Package"
}

# What the deployment gave: the app's name, and where it answers.
function Get-Given([string] $output) {
    $found = Get-FromAz deployment group show --name $deployment --resource-group $ResourceGroup
    if (-not $succeeded) { Exit-Failed (Get-Reason) }
    $found.properties.outputs.$output.value
}

function Find-Address { if (-not $script:Address) { $script:Address = Get-Given address } }

# Roles that were just assigned count after up to ten minutes: until then the app may not read its own package, which the answer tells as 403.
function Test-Passing { (Get-Content $said -Raw) -match '(^|[^0-9a-z-])(403|409|429|500|502|503|504)([^0-9a-z-]|$)|forbidden|not authorized|timed? ?out|temporarily' }

function Step-publish {
    if (-not $Package) { Exit-Misused 'There is no package to publish: give one with -Package.' }
    $name = Get-Given appName
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $null = Invoke-Az functionapp deployment source config-zip --resource-group $ResourceGroup --name $name --src $Package --output none
        if ($succeeded) { return }
        if (-not (Test-Passing)) { Exit-Failed "Publishing failed: $(Get-Reason)" }
        if ($watch.Elapsed.TotalSeconds -ge $timeout) {
            Exit-Failed "Publishing was refused for $timeout seconds, at last with: $(Get-Reason)", "See infra/docs/operations.md, 'It does not start'."
        }
        Write-Output "Not yet: $(Get-Reason)"
        Write-Output "Roles that were just assigned count after up to ten minutes. Trying again in $pause seconds."
        Start-Sleep -Seconds $pause
    }
}

# The answer's status; its body is kept.
function Get-Answer([string] $path, [string] $key) {
    $headers = $key ? @{ 'x-functions-key' = $key } : @{}
    try {
        $answer = Invoke-WebRequest -Uri "$script:Address$path" -Headers $headers -TimeoutSec 10 -SkipHttpErrorCheck
        $script:body = $answer.Content -is [byte[]] ? [Text.Encoding]::UTF8.GetString($answer.Content) : $answer.Content
        '{0:000}' -f [int] $answer.StatusCode
    }
    catch {
        $script:body = ''
        '000'
    }
}

function Step-health {
    Find-Address
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $last = ''
    while ($true) {
        $status = Get-Answer '/2/0/health'
        if ($status -eq '200') { return }
        if ($watch.Elapsed.TotalSeconds -ge $timeout) { break }
        if ($status -ne $last) { Write-Output "Not yet: $status" }
        $last = $status
        Start-Sleep -Seconds $pause
    }
    $what = if ($status -eq '000') { "$script:Address/2/0/health does not answer, after $timeout seconds." }
    else { "$script:Address/2/0/health answers $status, not 200, after $timeout seconds: $($body.Substring(0, [Math]::Min(2000, $body.Length)))" }
    Exit-Failed $what, "See infra/docs/operations.md, 'It does not start'."
}

# A call without a key must be refused: an app that answers it is open to everybody.
function Step-smoke {
    Find-Address
    $status = Get-Answer '/2/0/health'
    if ($status -ne '200') { Exit-Failed "$script:Address/2/0/health answers $status, not 200. See infra/docs/operations.md, 'It does not start'." }
    $status = Get-Answer '/2/0/version'
    if ($status -ne '401') { Exit-Failed "$script:Address/2/0/version answers $status to a call without a key, not 401. See infra/docs/operations.md, 'Keys and secrets'." }
    if ($env:FLOWS_SMOKE_KEY) {
        $status = Get-Answer '/2/0/version' $env:FLOWS_SMOKE_KEY
        if ($status -ne '200') { Exit-Failed "$script:Address/2/0/version answers $status to the key in FLOWS_SMOKE_KEY, not 200. See infra/docs/operations.md, 'Keys and secrets'." }
        Write-Output "It runs: $body"
    }
    Write-Output "Healthy: $script:Address"
    Write-Output "It refuses calls without a key. How to make the first key: infra/docs/operations.md, 'Keys and secrets'."
}

# Whatever else is said, what-if stops before the first step that changes something.
function Test-Wanted([string] $step) {
    if ($WhatIf -and $step -notin 'preflight', 'what-if') { return $false }
    if ($Only) { return $Only -contains $step }
    switch ($step) {
        'preflight' { $true }
        'what-if' { $infra }
        'provision' { $infra }
        default { $app }
    }
}

$steps = @(Get-Listed step)
foreach ($step in $Only) {
    if (-not ($steps -like "$step *")) { Exit-Misused "There is no step $step." }
    if ($WhatIf -and -not (Test-Wanted $step)) { Exit-Misused "-WhatIf changes nothing, and -Only $step would: give one of the two." }
}
if ((Test-Wanted provision) -and -not $Yes -and [Console]::IsInputRedirected) { Exit-Misused 'Without a terminal nobody can be asked whether to deploy: give -Yes, or -WhatIf to look first.' }
try {
    foreach ($row in $steps) {
        $step, $words = $row -split ' ', 2
        if (-not (Test-Wanted $step)) { continue }
        if ($step -eq 'provision') { Confirm-Deployment }
        Write-Output "== $words"
        & "Step-$step"
    }
    if ($WhatIf) { Write-Output 'Nothing was changed.' }
}
finally {
    Remove-Item -Recurse -Force $work -ErrorAction Ignore
}
