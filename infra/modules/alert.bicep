metadata description = 'One alert: a query of the telemetry that gives a row for each thing that is wrong, asked again and again.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags
param displayName string
param description string
param query string

@sys.description('Columns of the query, of text or numbers, whose values tell one thing that is wrong from another: each combination has an alert of its own.')
@minLength(1)
@maxLength(6)
param dimensions string[]

@sys.description('0 critical, 1 error, 2 warning.')
@minValue(0)
@maxValue(4)
param severity int

@sys.description('How often the query is asked, as an ISO 8601 duration.')
param every string

@sys.description('The time that the query looks back over, as an ISO 8601 duration.')
param lookBack string
param insightsId string
param actionGroupId string

resource alert 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: displayName
    description: description
    severity: severity
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: every
    windowSize: lookBack
    criteria: {
      allOf: [
        {
          query: query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          // A stateful alert that is open tells nobody of what else goes wrong; split by dimensions, what else goes wrong is another alert. Up to six of them, 300 new alerts for each
          // time that the query is asked and 5,000 open ones: azure-monitor-docs, alerts-create-log-alert-rule.md and includes/azure-monitor-limits-alerts.md.
          dimensions: [for dimension in dimensions: { name: dimension, operator: 'Include', values: ['*'] }]
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    // Stateful: one message when it begins and one when it ends, which is when the query has found nothing three times in a row, or twice where it is asked every quarter of an hour
    // (azure-monitor-docs, alerts-overview.md). Time ranges overlap, so that late lines count; a stateless rule would tell of each line as often as it is seen.
    autoMitigate: true
    actions: { actionGroups: [actionGroupId] }
  }
}
