metadata description = 'Asks the app\'s health from several places of the internet, and pages when most of them get no answer.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags
param insightsId string
param actionGroupId string

@description('What is asked for; 200 is right.')
param address string

@description('Seconds between two questions from one place: 300, 600 or 900.')
@allowed([300, 600, 900])
param everySeconds int

// Five places, and a page for three: so many as Microsoft recommends, lest one place's network pages somebody. Their names are in the section "Location population tags".
// https://learn.microsoft.com/azure/azure-monitor/app/availability
var places = ['emea-nl-ams-azr', 'emea-gb-db3-azr', 'emea-fr-pra-edge', 'emea-ru-msa-edge', 'us-va-ash-azr']
var testName = 'test-${name}'

resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: testName
  location: location
  // By this tag the portal finds the test beside its Application Insights.
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: testName
    Name: testName
    Kind: 'standard'
    Enabled: true
    Frequency: everySeconds
    // A start of the app may take so long; a health check of the app itself gives up after seconds.
    Timeout: 60
    // Most failures pass on a second try, and one is not worth a page.
    RetryEnabled: true
    Locations: [for place in places: { Id: place }]
    Request: { RequestUrl: address, HttpVerb: 'GET', ParseDependentRequests: false, FollowRedirects: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-unreachable'
  location: 'global'
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource', 'hidden-link:${test.id}': 'Resource' })
  properties: {
    description: 'Flow Functions: the app cannot be reached. Three of five places on the internet get no answer, or not 200, from its health address.'
    severity: 1
    enabled: true
    scopes: [test.id, insightsId]
    evaluationFrequency: 'PT1M'
    // The least time range that holds a question from each place; there is none of ten minutes.
    windowSize: everySeconds == 300 ? 'PT5M' : 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: insightsId
      failedLocationCount: 3
    }
    autoMitigate: true
    actions: [{ actionGroupId: actionGroupId }]
  }
}
