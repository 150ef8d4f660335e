metadata description = 'A page of the portal, beside Application Insights: runs, failures, durations, what is waited for, and what all of it costs. The queries stand in infra/workbook.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags
param displayName string
param insightsName string
param workspaceName string

param prices types.prices

// By name, not by id: what the page asks is known before anything exists, and a what-if shows it.
resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

// What an item is, and its properties, as Microsoft's own workbooks have them: github.com/microsoft/Application-Insights-Workbooks, schema/workbook.json and Workbooks/.
var overInsights = { resourceType: 'microsoft.insights/components', resources: [insights.id] }
var overWorkspace = { resourceType: 'microsoft.operationalinsights/workspaces', resources: [workspace.id] }
var charts = [
  { name: 'runs', title: 'Runs that ended, by outcome', shape: 'barchart', over: overInsights, query: loadTextContent('../workbook/runs.kql') }
  { name: 'active', title: 'Runs that are going on', shape: 'timechart', over: overInsights, query: loadTextContent('../workbook/active.kql') }
  { name: 'failures', title: 'Steps that failed', shape: 'table', over: overInsights, query: loadTextContent('../workbook/failures.kql') }
  { name: 'durations', title: 'How long runs take, in seconds', shape: 'table', over: overInsights, query: loadTextContent('../workbook/durations.kql') }
  { name: 'waiting', title: 'Waiting for models, in seconds', shape: 'table', over: overInsights, query: loadTextContent('../workbook/waiting.kql') }
  { name: 'lateness', title: 'From a schedule\'s time to the start, in seconds', shape: 'timechart', over: overInsights, query: loadTextContent('../workbook/lateness.kql') }
  { name: 'repairs', title: 'What the watchdog has put right', shape: 'table', over: overInsights, query: loadTextContent('../workbook/repairs.kql') }
  { name: 'warnings', title: 'Warnings and errors outside of runs', shape: 'table', over: overInsights, query: loadTextContent('../workbook/warnings.kql') }
  {
    name: 'compute'
    title: 'Instances: GB-seconds, and US dollars at the price that the template was given'
    shape: 'table'
    over: overWorkspace
    query: replace(
      replace(
        replace(loadTextContent('../workbook/compute.kql'), '@onDemand', prices.gbSecondOnDemand),
        '@readyAtWork',
        prices.gbSecondAlwaysReadyAtWork
      ),
      '@ready',
      prices.gbSecondAlwaysReady
    )
  }
  {
    name: 'ingestion'
    title: 'Logs that are billed: GB, and US dollars at the price that the template was given'
    shape: 'table'
    over: overWorkspace
    query: replace(loadTextContent('../workbook/ingestion.kql'), '@pricePerGB', prices.gbOfLogs)
  }
]

var timeRange = {
  type: 9
  name: 'time range'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    queryType: 0
    resourceType: 'microsoft.insights/components'
    parameters: [
      {
        id: guid('time range')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time'
        type: 4
        isRequired: true
        value: { durationMs: 86400000 }
        typeSettings: {
          selectableValues: [{ durationMs: 14400000 }, { durationMs: 86400000 }, { durationMs: 604800000 }, { durationMs: 2592000000 }]
          allowCustom: true
        }
      }
    ]
  }
}

var items = [
  for chart in charts: {
    type: 3
    name: chart.name
    content: {
      version: 'KqlItem/1.0'
      title: chart.title
      query: chart.query
      size: 0
      queryType: 0
      resourceType: chart.over.resourceType
      crossComponentResources: chart.over.resources
      visualization: chart.shape
      timeContextFromParameter: 'TimeRange'
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // A workbook's name is a GUID.
  name: guid(resourceGroup().id, name)
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    sourceId: insights.id
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([timeRange], items)
      fallbackResourceIds: [insights.id]
    })
  }
}
