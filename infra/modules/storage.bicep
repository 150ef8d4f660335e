metadata description = 'The storage account of the Functions host, Durable Functions and the app. Identities only: no account keys, no anonymous blobs.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param sku string

@description('Whether the account can be reached from outside the virtual network (by identities with a role, all the same).')
param allowPublicNetwork bool

param workspaceId string

@description('The blob container that holds the deployed package.')
param deploymentContainerName string

@description('Whether a lock keeps the account from being deleted.')
param locked bool

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: allowPublicNetwork ? 'Enabled' : 'Disabled'
    networkAcls: { bypass: 'None', defaultAction: allowPublicNetwork ? 'Allow' : 'Deny' }
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 14 }
    containerDeleteRetentionPolicy: { enabled: true, days: 14 }
  }
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource deployments 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: deploymentContainerName
  properties: { publicAccess: 'None' }
}

// Keeps the account, not what is in it: rows and blobs are deleted on the data plane, which locks do not reach, and tables have no undelete.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  scope: account
  name: 'keep'
  properties: { level: 'CanNotDelete', notes: 'Flows, schedules and runs are here and nowhere else.' }
}

// Deletions are audited; reads and writes are not, because Durable Functions polls and each poll would be a row. The metrics count them all.
var deletions = [{ category: 'StorageDelete', enabled: true }]
var transactions = [{ category: 'Transaction', enabled: true }]

resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, logs: deletions, metrics: transactions }
}

resource queueDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: queues
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, metrics: transactions }
}

resource tableDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tables
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, logs: deletions, metrics: transactions }
}

output id string = account.id
// As the account names them: clouds have suffixes of their own, and so have accounts with DNS zones of theirs.
output blobUri string = account.properties.primaryEndpoints.blob
output queueUri string = account.properties.primaryEndpoints.queue
output tableUri string = account.properties.primaryEndpoints.table
output deploymentContainerUri string = '${account.properties.primaryEndpoints.blob}${deployments.name}'
