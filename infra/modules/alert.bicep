metadata description = 'One alert: a query of the telemetry that gives a row for each thing that is wrong, asked again and again.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags
param displayName string
param description string
param query string

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
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    // It ends by itself when a later evaluation finds nothing.
    autoMitigate: true
    actions: { actionGroups: [actionGroupId] }
  }
}
