metadata description = 'What people are paged for, and who. The queries stand in infra/alerts, what to do in infra/docs/operations.md.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags
param insightsId string

@description('Mail addresses that alerts go to.')
param addresses string[]

@description('A run that has not ended after so many hours is stuck.')
param runIsStuckAfterHours int

@description('A scheduled run that starts so many seconds after its time is late.')
@minValue(10)
param scheduleIsLateAfterSeconds int

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'flows'
    enabled: true
    emailReceivers: [
      for (address, index) in addresses: { name: 'mail-${index}', emailAddress: address, useCommonAlertSchema: true }
    ]
  }
}

var rules = [
  {
    name: 'failed-runs'
    displayName: 'Flow Functions: a run failed'
    description: 'A flow or integration ended without success. The run\'s steps say which and why.'
    query: loadTextContent('../alerts/failed-runs.kql')
    dimensions: ['runId']
    severity: 2
    every: 'PT5M'
    lookBack: 'PT10M'
  }
  {
    name: 'stuck-runs'
    displayName: 'Flow Functions: a run does not end'
    description: 'A run started and has not ended after ${runIsStuckAfterHours} hours, or its orchestration is gone.'
    query: replace(loadTextContent('../alerts/stuck-runs.kql'), '@stuckAfter', '${runIsStuckAfterHours}h')
    dimensions: ['runId']
    severity: 1
    every: 'PT15M'
    lookBack: 'P2D'
  }
  {
    name: 'poison-messages'
    displayName: 'Flow Functions: a message was given up'
    description: 'A scheduled run was not started, or a notification not delivered, after all tries: its message is in a poison queue.'
    query: loadTextContent('../alerts/poison-messages.kql')
    dimensions: ['key']
    severity: 1
    every: 'PT5M'
    lookBack: 'PT10M'
  }
  {
    name: 'schedule-lag'
    displayName: 'Flow Functions: schedules run late'
    description: 'A scheduled run started more than ${scheduleIsLateAfterSeconds} seconds after its time, was missed, or could not be sent on its way.'
    query: replace(
      loadTextContent('../alerts/schedule-lag.kql'),
      '@lateAfterSeconds',
      string(scheduleIsLateAfterSeconds)
    )
    dimensions: ['key']
    severity: 1
    every: 'PT5M'
    lookBack: 'PT15M'
  }
  {
    name: 'schedules-silent'
    displayName: 'Flow Functions: nobody looks for due schedules'
    description: 'The timer that looks for due schedules every minute has been silent for 15 minutes: the app does not run, or its telemetry does not arrive.'
    query: loadTextContent('../alerts/schedules-silent.kql')
    dimensions: ['key']
    severity: 1
    every: 'PT5M'
    lookBack: 'PT15M'
  }
]

module alerts 'alert.bicep' = [
  for rule in rules: {
    params: {
      name: 'alert-${name}-${rule.name}'
      location: location
      tags: tags
      displayName: rule.displayName
      description: rule.description
      query: rule.query
      dimensions: rule.dimensions
      severity: rule.severity
      every: rule.every
      lookBack: rule.lookBack
      insightsId: insightsId
      actionGroupId: people.id
    }
  }
]

output actionGroupId string = people.id
