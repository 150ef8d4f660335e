metadata description = 'What people are paged for that the app may not be able to say: answers that are errors, storage that does not answer or holds back. What to do: infra/docs/operations.md.'

import * as types from 'types.bicep'

param name string
param tags types.tags

@description('The function app, by name.')
param appName string

@description('The storage account, by name.')
param storageName string
param actionGroupId string

@description('Answers of the app with a status of 500 and above, in five minutes, that are borne before somebody is paged.')
param serverErrorsBorne int

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

// Names, aggregations and dimensions of metrics as the reference has them, by type of resource: MicrosoftDocs/azure-reference-other, azure-monitor-ref/supported-metrics/includes,
// Microsoft-Web-sites-metrics-include.md and Microsoft-Storage-storageAccounts-metrics-include.md. What ResponseType can be: azure-docs, storage/blobs/monitor-blob-storage-reference.
var rules = [
  {
    name: 'server-errors'
    displayName: 'Flow Functions: the app answers with errors'
    description: 'More than ${serverErrorsBorne} answers in five minutes had a status of 500 and above: storage was away, or the app does not start.'
    severity: 2
    targetId: app.id
    targetType: 'Microsoft.Web/sites'
    every: 'PT1M'
    lookBack: 'PT5M'
    metric: 'Http5xx'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: serverErrorsBorne
    dimensions: []
  }
  {
    name: 'storage-unavailable'
    displayName: 'Flow Functions: storage does not answer'
    description: 'Less than 99 of 100 requests to the storage account were answered in a quarter of an hour. Runs wait for it and go on by themselves.'
    severity: 1
    targetId: storage.id
    targetType: 'Microsoft.Storage/storageAccounts'
    every: 'PT5M'
    lookBack: 'PT15M'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
    dimensions: []
  }
  {
    name: 'storage-throttled'
    displayName: 'Flow Functions: storage holds the app back'
    description: 'The storage account has refused more than 100 requests for one reason in a quarter of an hour because there were too many. Runs get slow.'
    severity: 2
    targetId: storage.id
    targetType: 'Microsoft.Storage/storageAccounts'
    every: 'PT5M'
    lookBack: 'PT15M'
    metric: 'Transactions'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 100
    dimensions: [
      {
        name: 'ResponseType'
        operator: 'Include'
        values: ['ServerBusyError', 'ClientThrottlingError', 'ClientAccountRequestThrottlingError', 'ClientAccountBandwidthThrottlingError']
      }
    ]
  }
]

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in rules: {
    name: 'alert-${name}-${rule.name}'
    location: 'global'
    tags: tags
    properties: {
      description: '${rule.displayName}. ${rule.description}'
      severity: rule.severity
      enabled: true
      scopes: [rule.targetId]
      targetResourceType: rule.targetType
      evaluationFrequency: rule.every
      windowSize: rule.lookBack
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: rule.name
            metricNamespace: rule.targetType
            metricName: rule.metric
            timeAggregation: rule.aggregation
            operator: rule.operator
            threshold: rule.threshold
            dimensions: rule.dimensions
          }
        ]
      }
      // It ends by itself after three evaluations without the fault (azure-monitor-docs, alerts-overview.md).
      autoMitigate: true
      actions: [{ actionGroupId: actionGroupId }]
    }
  }
]
