metadata description = 'Flow Functions in one resource group: the app on Flex Consumption and all that it needs, with identities in place of keys. See infra/docs.'

import * as types from 'modules/types.bicep'

@description('What the names of the resources begin with: 2 to 8 lowercase letters and digits.')
@minLength(2)
@maxLength(8)
param prefix string = 'flows'

@description('Which installation this is; a part of the names.')
@allowed(['dev', 'test', 'prod'])
param environmentName string

param location string = resourceGroup().location
param tags types.tags = {}

@description('Puts storage and secrets behind private endpoints and closes them to the internet. Off, they are reached over the internet, by identities with a role alone.')
param privateNetworking bool = true

@description('The address space of the virtual network: a /24 or larger that does not overlap with what it is peered with.')
param networkAddressPrefix string = '10.40.0.0/24'

@description('A subnet of your own that the app sends from, by id, delegated to Microsoft.App/environments and used for nothing else; with endpointSubnetId, no network is made.')
param appSubnetId string = ''

@description('A subnet of your own for the private endpoints, by id; with appSubnetId, no network is made.')
param endpointSubnetId string = ''

@description('Private DNS zones of your own, by service. They are linked to your network already; for a service that is not named, a zone is made and linked.')
param privateDnsZoneIds types.zoneIds = {}

@description('Whether private endpoints register in private DNS zones. Off where a policy does it, or servers of your own keep the names.')
param registersPrivateNames bool = true

@description('Ranges that may call the API, in CIDR notation; empty for any. Whoever calls needs a key or a token all the same.')
param allowedCallers string[] = []

@description('Replication of the storage account. Runs live there: what it loses is lost.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('The most instances that the app scales out to.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that are kept running, by group of functions: http for calls, durable for orchestrations and steps, function:StartScheduledRun for what schedules ask for.')
param alwaysReady types.alwaysReady = {}

@description('The most requests that one instance serves at a time before the app scales out; 0 leaves it to the platform, which goes by the memory of the instance.')
@minValue(0)
@maxValue(1000)
param httpConcurrency int = 0

// The rule of two, and the storage that it asks for: MicrosoftDocs/azure-docs 0025f69c, articles/reliability/reliability-functions.md.
@description('Spreads instances over the zones of the region. The platform then keeps two instances of each group of functions running at all times, and bills them: see infra/docs/scale.md.')
param zoneRedundant bool = false

@description('How long a step waits for its end inside its activity before the wait becomes durable. Inside, it holds an instance that is billed; a durable wait costs a few storage requests.')
param inlineWait string = '00:00:05'

@description('The longest pause between two looks at an empty queue: what a scheduled run may start late by, and what an idle app pays for.')
param queuePollingInterval string = '00:00:10'

@description('Steps that one instance works on at a time; 0 goes by the memory of the instance.')
@minValue(0)
@maxValue(1000)
param concurrentActivities int = 0

@description('Where orchestrations live: in tables and queues of the storage account, or in a Durable Task Scheduler.')
@allowed(['AzureStorage', 'DurableTaskScheduler'])
param backend string = 'AzureStorage'

@description('Says that the package was built with -p:DurableTaskScheduler=true, without which the app does not start on a scheduler.')
param packageHasScheduler bool = false

@description('The task hub. A new name starts an empty hub; see infra/docs/operations.md before changing it.')
@minLength(3)
@maxLength(45)
param taskHubName string = 'FlowFunctions'

@description('The plan of the Durable Task Scheduler, where it is the backend.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@minValue(1)
@maxValue(3)
param schedulerCapacity int = 1

// All of them by default, as the sample does (Azure-Samples/durable-functions-quickstart-dotnet-azd c7b0bda1, infra/main.bicep): without a network of its own the app's addresses change, an
// empty list lets nobody in, and whoever connects needs a role on the hub all the same.
@description('Addresses and ranges that may connect to the Durable Task Scheduler where there is no private networking.')
@minLength(1)
param schedulerAllowedAddresses string[] = ['0.0.0.0/0']

@description('The app registration that represents the API, for callers with Entra ID tokens; empty leaves sign-in off and keys the only credential.')
param signInClientId string = ''
param signInTenantId string = tenant().tenantId

@description('Mail addresses that alerts go to; empty ones are passed over. Production has one at least.')
param alertAddresses string[]

@description('A run that has not ended after so many hours is stuck. Telemetry is looked at for two days, so fewer.')
@minValue(1)
@maxValue(46)
param runIsStuckAfterHours int = 12

@minValue(10)
param scheduleIsLateAfterSeconds int = 120

@description('Answers with a status of 500 and above, in five minutes, that are borne before somebody is paged.')
@minValue(0)
param serverErrorsBorne int = 10

@description('Asks the app\'s health from five places of the internet and pages when three get no answer. Each question costs (infra/docs/scale.md), and allowedCallers would keep them all out.')
param availabilityTest bool = false

@description('Seconds between two of these questions from one place.')
@allowed([300, 600, 900])
param availabilityTestEverySeconds int = 300

@description('What a month may cost, and who is told when it costs more; null for no budget.')
param budget types.budget?

@description('List prices that the workbook multiplies by, in US dollars. Check them against the price list of the region.')
param prices types.prices = {
  gbSecondOnDemand: '0.000026'
  gbSecondAlwaysReadyAtWork: '0.000016'
  gbSecondAlwaysReady: '0.000004'
  gbOfLogs: '2.30'
}

@minValue(30)
@maxValue(730)
param logRetentionInDays int = 90
param logDailyCapInGB int = -1

@description('More settings of the app, by name, such as Security__Keys__0__Hash. No secrets: those are vaultReferences.')
param appSettings types.settings = {}

@description('Settings whose values are in the vault: names of secrets, by name of setting, such as { Targets__Secrets__erp: \'erp-signing-key\' }.')
param vaultReferences types.settings = {}

// Names apart from values: a preview cannot look into a secure parameter, and would leave the vault out altogether.
@description('Secrets to write into the vault, by name; what is not named stays as it is, so name them once and leave them out afterwards.')
param secretsToWrite string[] = []

@description('Their values, by name.')
param secretValues types.secrets = {}

@description('People, groups and pipelines that may read, write and bring back secrets, and look into the scheduler. The app needs none of them.')
param operators types.principal[] = []

@description('Keeps anybody from cutting short the time that deleted secrets are kept for. Cannot be taken back, and a deleted installation leaves its vault\'s name taken for that time.')
param vaultPurgeProtection bool = true

@description('How long deleted secrets, and a deleted vault, can be brought back, in days. Cannot be changed once the vault is there.')
@minValue(7)
@maxValue(90)
param vaultRetentionInDays int = 90

@description('Brings back the vault that was deleted with an earlier installation of this name, with its secrets. For the one deployment that needs it.')
param recoverVault bool = false

@description('Locks the storage account and the vault against deletion, which is a right of Owner and User Access Administrator. false does not take a lock away again: infra/docs/operations.md, Take down.')
param lockData bool = false

// Nine letters of the resource group's own keep the names that are global apart.
var suffix = take(uniqueString(resourceGroup().id, prefix, environmentName), 9)
var name = '${prefix}-${environmentName}-${suffix}'
var allTags = union({ application: 'flow-functions', environment: environmentName }, tags)

// Names are made here, not handed from module to module, so that a what-if knows them before anything exists.
var identityName = 'id-${name}'
var insightsName = 'appi-${name}'
var storageName = 'st${prefix}${environmentName}${suffix}'
var vaultName = 'kv-${prefix}${environmentName}${suffix}'
var schedulerName = 'dts-${name}'
var deploymentContainerName = 'deployments'
var usesScheduler = backend == 'DurableTaskScheduler'

// A variable that a pipeline sets to nothing is no address.
var addresses = filter(alertAddresses, address => !empty(address))

// What does not go together is refused before anything is deployed.
var prefixSigns = map(range(0, length(prefix)), index => substring(prefix, index, 1))
var refusals = filter(
  [
    empty(filter(prefixSigns, sign => !contains('abcdefghijklmnopqrstuvwxyz0123456789', sign)))
      ? ''
      : 'prefix may have lowercase letters and digits alone: the storage account\'s name begins with it.'
    usesScheduler && !packageHasScheduler
      ? 'The backend DurableTaskScheduler needs a package that was built with it: dotnet publish src/FlowFunctions -p:DurableTaskScheduler=true, then packageHasScheduler = true.'
      : ''
    zoneRedundant && !endsWith(storageSku, 'ZRS')
      ? 'zoneRedundant needs a storageSku that is spread over zones, too: Standard_ZRS or Standard_GZRS.'
      : ''
    environmentName == 'prod' && empty(addresses)
      ? 'Production needs alertAddresses (FLOWS_ALERT_ADDRESS in the parameter files): its alerts would reach nobody.'
      : ''
    empty(appSubnetId) != empty(endpointSubnetId) ? 'appSubnetId and endpointSubnetId go together: give both, or neither.' : ''
    !privateNetworking && !empty(appSubnetId) ? 'appSubnetId and endpointSubnetId are for privateNetworking = true.' : ''
  ],
  refusal => !empty(refusal)
)
var appName = empty(refusals) ? 'func-${name}' : fail(join(refusals, ' '))

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName
  location: location
  tags: allTags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: 'log-${name}'
    insightsName: insightsName
    location: location
    tags: allTags
    retentionInDays: logRetentionInDays
    dailyCapInGB: logDailyCapInGB
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: storageName
    location: location
    tags: allTags
    sku: storageSku
    allowPublicNetwork: !privateNetworking
    workspaceId: monitoring.outputs.workspaceId
    deploymentContainerName: deploymentContainerName
    locked: lockData
  }
}

module vault 'modules/key-vault.bicep' = {
  params: {
    name: vaultName
    location: location
    tags: allTags
    allowPublicNetwork: !privateNetworking
    purgeProtection: vaultPurgeProtection
    retentionInDays: vaultRetentionInDays
    recover: recoverVault
    secretsToWrite: secretsToWrite
    secretValues: secretValues
    locked: lockData
    workspaceId: monitoring.outputs.workspaceId
  }
}

module scheduler 'modules/scheduler.bicep' = if (usesScheduler) {
  params: {
    name: schedulerName
    location: location
    tags: allTags
    taskHubName: taskHubName
    sku: schedulerSku
    capacity: schedulerCapacity
    allowPublicNetwork: !privateNetworking
    allowedAddresses: schedulerAllowedAddresses
  }
}

var makesNetwork = privateNetworking && empty(appSubnetId)

module network 'modules/network.bicep' = if (makesNetwork) {
  params: { name: name, location: location, tags: allTags, addressPrefix: networkAddressPrefix }
}

// The id of a subnet is that of its network, with the subnet behind it.
var networkId = makesNetwork ? network!.outputs.networkId : split(endpointSubnetId, '/subnets/')[0]
var subnetForApp = makesNetwork ? network!.outputs.appSubnetId : appSubnetId
var subnetForEndpoints = makesNetwork ? network!.outputs.endpointSubnetId : endpointSubnetId

var storageServices = ['blob', 'queue', 'table']

module storageEndpoints 'modules/private-endpoint.bicep' = [
  for service in storageServices: if (privateNetworking) {
    params: {
      name: name
      location: location
      tags: allTags
      networkId: networkId
      subnetId: subnetForEndpoints
      targetId: storage.outputs.id
      service: service
      zoneName: 'privatelink.${service}.${environment().suffixes.storage}'
      zoneId: privateDnsZoneIds[?service] ?? ''
      registersName: registersPrivateNames
    }
  }
]

module vaultEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  params: {
    name: name
    location: location
    tags: allTags
    networkId: networkId
    subnetId: subnetForEndpoints
    targetId: vault.outputs.id
    service: 'vault'
    // The zone is named otherwise than the vaults' own suffix: vaultcore, not vault.
    zoneName: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
    zoneId: privateDnsZoneIds.?vault ?? ''
    registersName: registersPrivateNames
  }
}

module schedulerEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking && usesScheduler) {
  params: {
    name: name
    location: location
    tags: allTags
    networkId: networkId
    subnetId: subnetForEndpoints
    targetId: scheduler!.outputs.id
    service: 'scheduler'
    // The names of schedulers end in durabletask.io, and the endpoint's group is scheduler
    // (MicrosoftDocs/azure-docs 1de35a2f, articles/durable-task/scheduler/durable-task-scheduler-private-endpoints.md).
    zoneName: 'privatelink.durabletask.io'
    zoneId: privateDnsZoneIds.?scheduler ?? ''
    registersName: registersPrivateNames
  }
}

module access 'modules/access.bicep' = {
  params: {
    // The principal is known when the identity is there, and so a what-if says less about these assignments. Their names need it all the same: see the module.
    #disable-next-line what-if-short-circuiting
    principalId: identity.properties.principalId
    operators: operators
    storageAccountName: storageName
    vaultName: vaultName
    insightsName: insightsName
    schedulerName: schedulerName
    taskHubName: taskHubName
    usesScheduler: usesScheduler
  }
  dependsOn: [storage, vault, monitoring, scheduler]
}

// An activity that carries a file takes about 61 MiB, measured on transfers between stores; the rest of an instance's memory is the host's and the worker's own.
var activitiesByMemory = { '512': 4, '2048': 20, '4096': 48 }

// The double underscores stand for the colons of the configuration; AzureFunctionsJobHost__ overrides host.json. A setting of appSettings overrides one of these.
var settings = {
  // Each service by its own address, as the account says it: an account's name stands for one cloud alone. Host, Durable Functions and app read all three.
  AzureWebJobsStorage__blobServiceUri: storage.outputs.blobUri
  AzureWebJobsStorage__queueServiceUri: storage.outputs.queueUri
  AzureWebJobsStorage__tableServiceUri: storage.outputs.tableUri
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  AzureFunctionsJobHost__extensions__durableTask__hubName: taskHubName
  // host.json's 64 are for a machine of its own. Here memory is the limit, and an instance that runs out of it ends with all that it does.
  AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: string(concurrentActivities > 0
    ? concurrentActivities
    : activitiesByMemory[string(instanceMemoryMB)])
  // Each second less costs reads of each queue. The platform itself looks at the queues to decide about instances, so that work wakes an app that sleeps either way.
  AzureFunctionsJobHost__extensions__queues__maxPollingInterval: queuePollingInterval
  Flows__InlineWait: inlineWait
  Flows__TaskHub: taskHubName
  Secrets__KeyVaultUri: vault.outputs.uri
  Secrets__ClientId: identity.properties.clientId
  Security__EntraId__Enabled: empty(signInClientId) ? 'false' : 'true'
}

// In the form of https://learn.microsoft.com/azure/app-service/app-service-key-vault-references. Without a version, the newest counts; the platform looks again within a day, and with each
// change of the settings.
var referencedSettings = mapValues(
  vaultReferences,
  secretName => '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/${secretName})'
)

var backendSettings = usesScheduler
  ? {
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.outputs.endpoint};Authentication=ManagedIdentity;ClientID=${identity.properties.clientId}'
    }
  : {
      // Messages of a control queue that an instance fetches ahead, 256 by default. What it has fetched is done again elsewhere when the queue changes its owner, "most often when the number of app
      // instances changes" (Azure/azure-functions-durable-extension a7c6d694, Options/AzureStorageOptions.cs), and here that number changes all day.
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__controlQueueBufferThreshold: '64'
    }

module app 'modules/function-app.bicep' = {
  params: {
    name: appName
    planName: 'plan-${name}'
    location: location
    tags: allTags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    deploymentContainerUri: storage.outputs.deploymentContainerUri
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    alwaysReady: alwaysReady
    httpConcurrency: httpConcurrency
    zoneRedundant: zoneRedundant
    subnetId: privateNetworking ? subnetForApp : ''
    allowedCallers: allowedCallers
    signsIn: !empty(signInClientId)
    settings: union(settings, backendSettings, referencedSettings, appSettings)
    workspaceId: monitoring.outputs.workspaceId
  }
  // The host stops where it may not read its storage, or cannot find it.
  dependsOn: [access, storageEndpoints, vaultEndpoint, schedulerEndpoint]
}

module signIn 'modules/sign-in.bicep' = if (!empty(signInClientId)) {
  params: { appName: appName, clientId: signInClientId, tenantId: signInTenantId }
  dependsOn: [app]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: name
    location: location
    tags: allTags
    insightsId: monitoring.outputs.insightsId
    addresses: addresses
    runIsStuckAfterHours: runIsStuckAfterHours
    scheduleIsLateAfterSeconds: scheduleIsLateAfterSeconds
  }
}

module metricAlerts 'modules/metric-alerts.bicep' = {
  params: {
    name: name
    tags: allTags
    appName: appName
    storageName: storageName
    actionGroupId: alerts.outputs.actionGroupId
    serverErrorsBorne: serverErrorsBorne
  }
  dependsOn: [app, storage]
}

module availability 'modules/availability.bicep' = if (availabilityTest) {
  params: {
    name: name
    location: location
    tags: allTags
    insightsId: monitoring.outputs.insightsId
    actionGroupId: alerts.outputs.actionGroupId
    address: 'https://${app.outputs.hostName}/2/0/health'
    everySeconds: availabilityTestEverySeconds
  }
}

module workbook 'modules/workbook.bicep' = {
  params: {
    name: 'workbook-${name}'
    location: location
    tags: allTags
    displayName: 'Flow Functions (${environmentName})'
    insightsName: insightsName
    workspaceName: 'log-${name}'
    prices: prices
  }
  dependsOn: [monitoring]
}

module monthlyBudget 'modules/budget.bicep' = if (budget != null) {
  params: { name: name, budget: budget! }
}

output appName string = appName
output address string = 'https://${app.outputs.hostName}'
output storageAccountName string = storageName
output vaultName string = vaultName

// What the Azure Developer CLI keeps in its environment, under the names that Microsoft's templates have.
output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_FUNCTION_NAME string = appName
output AZURE_FUNCTION_URI string = 'https://${app.outputs.hostName}'
output SERVICE_APP_NAME string = appName
