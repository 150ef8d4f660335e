metadata description = 'The vault for the secrets of connections and settings. Access by roles only; what is deleted can be brought back for a while.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags

@description('Whether the vault can be reached from outside the virtual network (by identities with a role, all the same).')
param allowPublicNetwork bool

@description('Whether nobody can cut short the time that deleted secrets, and the vault itself, are kept for. Cannot be taken back.')
param purgeProtection bool

@description('How long what was deleted can be brought back, in days. Cannot be changed once the vault is there.')
@minValue(7)
@maxValue(90)
param retentionInDays int

@description('Brings the deleted vault of this name back, with its secrets.')
param recover bool

@description('Names of the secrets that the deployment writes. What is not named stays as it is.')
param secretsToWrite string[]

@description('Their values, by name.')
param secretValues types.secrets

@description('Whether a lock keeps the vault from being deleted.')
param locked bool

param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    createMode: recover ? 'recover' : 'default'
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: retentionInDays
    // With it, the secrets that a mistake or an intruder deletes are still there. Left out where it is not wanted: the property does not take false (its description in the API's specification).
    enablePurgeProtection: purgeProtection ? true : null
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: allowPublicNetwork ? 'Enabled' : 'Disabled'
    networkAcls: { bypass: 'None', defaultAction: allowPublicNetwork ? 'Allow' : 'Deny' }
  }
}

// Written by Azure Resource Manager, which the vault's firewall does not stop: it is for the data plane, and "deployment of secrets or keys through ARM templates" is named among what it leaves alone
// (MicrosoftDocs/azure-security-docs 0074f088, articles/key-vault/general/overview-vnet-service-endpoints.md). So a private vault takes secrets from a machine outside of its network. Whoever deploys
// needs vaults/secrets/write, an action of the control plane that Contributor has, and no role for data.
resource written 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = [
  for secret in secretsToWrite: {
    parent: vault
    name: secret
    properties: { value: secretValues[secret] }
  }
]

// Keeps the vault, not its secrets: those are deleted on the data plane, which locks do not reach.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  scope: vault
  name: 'keep'
  properties: { level: 'CanNotDelete', notes: 'Secrets of connections are here and nowhere else.' }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = vault.id
output uri string = vault.properties.vaultUri
