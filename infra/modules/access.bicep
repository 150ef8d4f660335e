metadata description = 'What the app\'s identity may do, and on what; what operators may do besides. Every role of the deployment stands here.'

import * as types from 'types.bicep'

@description('The app\'s identity, by the id of its principal.')
param principalId string

@description('People, groups and pipelines that may read and write secrets, and look into the scheduler.')
param operators types.principal[]
param storageAccountName string
param vaultName string
param insightsName string

@description('The name that a Durable Task Scheduler has, or would have. Never empty: Azure looks at names and scopes before it looks at conditions (Azure/bicep#1492, #10596).')
@minLength(1)
param schedulerName string
param taskHubName string

@description('Whether orchestrations live in the scheduler; otherwise in the storage account, and it is not there.')
param usesScheduler bool

// Roles are named, and Azure looks their ids up: an id that is wrong by a digit looks like one that is right. Nobody checks the names before the deployment ("Azure manages the role
// definitions": Azure/bicep 9beb0fee, src/Bicep.Core/Semantics/Namespaces/AzNamespaceType.cs), so a test holds them against Microsoft's published files.
var storageRoles = [
  // Blobs. The host keeps its locks, timers' states and its own keys there and creates their containers; Durable Functions keeps leases and large messages, the app
  // dumps and payloads. Owner, not Contributor, is what Microsoft documents for the host's storage with an identity.
  'Storage Blob Data Owner'
  // Queues. Durable Functions creates, reads and writes its control and work-item queues; the app its own two and their poison queues.
  'Storage Queue Data Contributor'
  // Tables. Durable Functions creates and writes history, instances and partitions; the app all its documents.
  'Storage Table Data Contributor'
]

// By id, for this role is young and the look-up of names is Azure's own: Durable Task Data Contributor (Azure-Samples/durable-functions-quickstart-dotnet-azd c7b0bda1, infra/main.bicep).
var durableTaskDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '0ad04412-c4d5-4796-b79c-f76d14c8d402'
)

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageAccountName }
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = { name: vaultName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

// Assignments are named after the principal, not after the identity: one that was deleted and made again has the same id and another principal, and Azure lets nobody change the principal of an
// assignment. The account is the app's alone, so the roles are on the whole of it: the host creates containers, and Durable Functions creates queues and tables, whose names are not known here.
resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in storageRoles: {
    scope: storage
    name: guid(storage.id, principalId, role)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: roleDefinitions(role).id
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
  name: guid(vault.id, principalId, secretKeeper.id)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretKeeper.id
  }
}

// Telemetry: local authentication is off there, so writing takes a role, too. It cannot read.
resource telemetryAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, 'Monitoring Metrics Publisher')
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleDefinitions('Monitoring Metrics Publisher').id
  }
}

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' existing = if (usesScheduler) {
  name: schedulerName

  resource hub 'taskHubs' existing = { name: taskHubName }
}

// One hub of the scheduler, not all of them.
resource hubAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (usesScheduler) {
  scope: scheduler::hub
  name: guid(scheduler::hub.id, principalId, durableTaskDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: durableTaskDataContributor
  }
}

// Whoever owns the resource group may do anything to the vault and nothing in it: reading a secret, or bringing a deleted one back, is a right of its own.
resource operatorsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    scope: vault
    name: guid(vault.id, operator.id, 'Key Vault Secrets Officer')
    properties: {
      principalId: operator.id
      principalType: operator.type
      roleDefinitionId: roleDefinitions('Key Vault Secrets Officer').id
    }
  }
]

// The scheduler's dashboard shows a hub to whoever has a role on it.
resource operatorsHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: if (usesScheduler) {
    scope: scheduler::hub
    name: guid(scheduler::hub.id, operator.id, durableTaskDataContributor)
    properties: {
      principalId: operator.id
      principalType: operator.type
      roleDefinitionId: durableTaskDataContributor
    }
  }
]
