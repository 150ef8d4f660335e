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

@minValue(0)
@maxValue(10)
param alwaysReadyInstances int = 0

@description('Where orchestrations live: in tables and queues of the storage account, or in a Durable Task Scheduler.')
@allowed(['AzureStorage', 'DurableTaskScheduler'])
param backend string = 'AzureStorage'

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

@description('Addresses and ranges that may connect to the Durable Task Scheduler where there is no private networking: those that the app sends from.')
param schedulerAllowedAddresses string[] = []

@description('The app registration that represents the API, for callers with Entra ID tokens; empty leaves sign-in off and keys the only credential.')
param signInClientId string = ''
param signInTenantId string = tenant().tenantId

@description('Mail addresses that alerts go to.')
param alertAddresses string[]

@description('A run that has not ended after so many hours is stuck. Telemetry is looked at for two days, so fewer.')
@minValue(1)
@maxValue(46)
param runIsStuckAfterHours int = 12

@minValue(10)
param scheduleIsLateAfterSeconds int = 120

@minValue(30)
@maxValue(730)
param logRetentionInDays int = 90
param logDailyCapInGB int = -1

@description('More settings of the app, by name, such as Security__Keys__0__Hash. No secrets: a secret is a reference to the vault.')
param appSettings types.settings = {}

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
var appName = 'func-${name}'
var deploymentContainerName = 'deployments'
var usesScheduler = backend == 'DurableTaskScheduler'

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
  }
}

module vault 'modules/key-vault.bicep' = {
  params: {
    name: vaultName
    location: location
    tags: allTags
    allowPublicNetwork: !privateNetworking
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

module network 'modules/network.bicep' = if (privateNetworking) {
  params: { name: name, location: location, tags: allTags, addressPrefix: networkAddressPrefix }
}

var storageServices = ['blob', 'queue', 'table']

module storageEndpoints 'modules/private-endpoint.bicep' = [
  for service in storageServices: if (privateNetworking) {
    params: {
      name: name
      location: location
      tags: allTags
      networkId: network!.outputs.networkId
      subnetId: network!.outputs.endpointSubnetId
      targetId: storage.outputs.id
      service: service
      zoneName: 'privatelink.${service}.${environment().suffixes.storage}'
    }
  }
]

module vaultEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  params: {
    name: name
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    targetId: vault.outputs.id
    service: 'vault'
    // The zone is named otherwise than the vaults' own suffix: vaultcore, not vault.
    zoneName: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
  }
}

module schedulerEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking && usesScheduler) {
  params: {
    name: name
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    targetId: scheduler!.outputs.id
    service: 'scheduler'
    zoneName: 'privatelink.durabletask.io'
  }
}

module access 'modules/access.bicep' = {
  params: {
    identityName: identityName
    storageAccountName: storageName
    vaultName: vaultName
    insightsName: insightsName
    schedulerName: usesScheduler ? schedulerName : ''
    taskHubName: taskHubName
  }
  dependsOn: [identity, storage, vault, monitoring, scheduler]
}

// The double underscores stand for the colons of the configuration; AzureFunctionsJobHost__ overrides host.json.
var settings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  AzureFunctionsJobHost__extensions__durableTask__hubName: taskHubName
  Flows__TaskHub: taskHubName
  Secrets__KeyVaultUri: vault.outputs.uri
  Secrets__ClientId: identity.properties.clientId
  Security__EntraId__Enabled: empty(signInClientId) ? 'false' : 'true'
}

var schedulerSettings = usesScheduler
  ? {
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.outputs.endpoint};Authentication=ManagedIdentity;ClientID=${identity.properties.clientId}'
    }
  : {}

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
    alwaysReadyInstances: alwaysReadyInstances
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    allowedCallers: allowedCallers
    settings: union(settings, schedulerSettings, appSettings)
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
    addresses: alertAddresses
    runIsStuckAfterHours: runIsStuckAfterHours
    scheduleIsLateAfterSeconds: scheduleIsLateAfterSeconds
  }
}

output appName string = appName
output address string = 'https://${app.outputs.hostName}'
output storageAccountName string = storageName
output vaultName string = vaultName
