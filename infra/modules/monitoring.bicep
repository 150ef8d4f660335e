metadata description = 'Where telemetry goes: a Log Analytics workspace, and Application Insights on top of it.'

import * as types from 'types.bicep'

param workspaceName string
param insightsName string
param location string
param tags types.tags

@description('How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('The most that the workspace takes in a day, in GB; -1 for no cap. A cap that is hit also blinds the alerts.')
param dailyCapInGB int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionInDays
    workspaceCapping: { dailyQuotaGb: dailyCapInGB }
    // The workspace's shared keys let anybody write who once saw one; the agents that need them are not used here.
    features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // The instrumentation key alone gives no access: who writes shows an Entra ID token.
    DisableLocalAuth: true
    DisableIpMasking: false
  }
}

output workspaceId string = workspace.id
output insightsId string = insights.id
output insightsConnectionString string = insights.properties.ConnectionString
