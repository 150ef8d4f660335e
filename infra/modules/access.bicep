metadata description = 'What the app\'s identity may do, and on what. Every role of the deployment stands here.'

@description('The name of the app\'s identity.')
param identityName string
param storageAccountName string
param vaultName string
param insightsName string

@description('The name of the Durable Task Scheduler; empty where orchestrations live in the storage account.')
param schedulerName string
param taskHubName string

var storageBlobDataOwner = 'b7e6dc6d-f1b7-4753-8033-0f276bb0955e'
var storageQueueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'
var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }
resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = { name: vaultName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

// The account is the app's alone, so the roles are on the whole of it: the host creates containers, and Durable Functions creates queues and tables, whose names
// are not known here.
var storageRoles = [
  // Blobs. The host keeps its locks, timers' states and its own keys there and creates their containers; Durable Functions keeps leases and large messages, the app
  // dumps and payloads. Owner, not Contributor, is what Microsoft documents for the host's storage with an identity.
  storageBlobDataOwner
  // Queues. Durable Functions creates, reads and writes its control and work-item queues; the app its own two and their poison queues.
  storageQueueDataContributor
  // Tables. Durable Functions creates and writes history, instances and partitions; the app all its documents.
  storageTableDataContributor
]

resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in storageRoles: {
    scope: storage
    name: guid(storage.id, identity.id, role)
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

// Connections are created, changed and deleted through the API, so the app writes their secrets. The built-in role that can write, Key Vault Secrets Officer, can also
// back up, restore and purge: this one can do what the app does and no more. It lists names and tags, to find secrets that a crash has left without a connection.
resource secretKeeper 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'flow-functions-secret-keeper')
  properties: {
    roleName: 'Flow Functions secret keeper (${uniqueString(resourceGroup().id)})'
    description: 'Reads, writes and deletes secrets, and lists their names.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        dataActions: [
          'Microsoft.KeyVault/vaults/secrets/getSecret/action'
          'Microsoft.KeyVault/vaults/secrets/setSecret/action'
          'Microsoft.KeyVault/vaults/secrets/delete'
          'Microsoft.KeyVault/vaults/secrets/readMetadata/action'
        ]
      }
    ]
  }
}

resource vaultAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, secretKeeper.id)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretKeeper.id
  }
}

// Telemetry: local authentication is off there, so writing takes a role, too. It cannot read.
resource telemetryAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identity.id, monitoringMetricsPublisher)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' existing = if (!empty(schedulerName)) {
  name: schedulerName

  resource hub 'taskHubs' existing = { name: taskHubName }
}

// One hub of the scheduler, not all of them.
resource hubAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(schedulerName)) {
  scope: scheduler::hub
  name: guid(scheduler::hub.id, identity.id, durableTaskDataContributor)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}
