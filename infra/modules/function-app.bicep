metadata description = 'The function app on the Flex Consumption plan, with the identity that it uses for everything.'

import * as types from 'types.bicep'

@description('The name of the app.')
param name string

@description('The name of its plan.')
param planName string
param location string
param tags types.tags
param identityId string
param identityClientId string

@description('The container that the package is deployed to, read with the identity.')
param deploymentContainerUri string

@allowed([512, 2048, 4096])
param instanceMemoryMB int

@minValue(40)
@maxValue(1000)
param maximumInstances int

@description('Instances that are kept running, by group of functions.')
param alwaysReady types.alwaysReady

@description('The most requests that one instance serves at a time; 0 leaves it to the platform, which goes by the memory of the instance.')
@minValue(0)
@maxValue(1000)
param httpConcurrency int

@description('Whether instances are spread over the zones of the region.')
param zoneRedundant bool

@description('The subnet that the app sends from; empty for none.')
param subnetId string

@description('Ranges that may call the app, in CIDR notation; empty for any.')
param allowedCallers string[]

@description('Whether the platform signs callers in.')
param signsIn bool

@description('Settings of the app, by name.')
param settings types.settings
param workspaceId string

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

var callerRules = [
  for (range, index) in allowedCallers: {
    name: 'caller-${index}'
    action: 'Allow'
    priority: 100 + index
    ipAddress: range
  }
]

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // By this tag the Azure Developer CLI finds what the service "app" of azure.yaml is deployed to.
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUri
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: map(items(alwaysReady), group => { name: group.key, instanceCount: group.value })
        triggers: httpConcurrency > 0 ? { http: { perInstanceConcurrency: httpConcurrency } } : null
      }
    }
    siteConfig: {
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      remoteDebuggingEnabled: false
      ipSecurityRestrictions: callerRules
      ipSecurityRestrictionsDefaultAction: empty(allowedCallers) ? 'Allow' : 'Deny'
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    {
      AzureWebJobsDisableHomepage: 'true'
      // The identity that client libraries take where none is named.
      AZURE_CLIENT_ID: identityClientId
    },
    settings
  )
}

// Deployments show an Entra ID token; passwords are refused.
resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    // Function logs reach Application Insights by themselves; who was let in by the platform does not.
    logs: signsIn ? [{ category: 'AppServiceAuthenticationLogs', enabled: true }] : []
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output hostName string = app.properties.defaultHostName
