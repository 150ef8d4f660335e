using 'main.bicep'

// Every option on: what the installations leave out is checked, too.
param environmentName = 'test'
param privateNetworking = true
param backend = 'DurableTaskScheduler'
param packageHasScheduler = true
param schedulerSku = 'Dedicated'
param allowedCallers = ['203.0.113.0/24']
param signInClientId = '00000000-0000-0000-0000-000000000003'
param alertAddresses = ['flows@example.com']
param alwaysReady = { http: 2, durable: 3, 'function:StartScheduledRun': 1 }
param httpConcurrency = 40
param zoneRedundant = true
param inlineWait = '00:00:03'
param queuePollingInterval = '00:00:05'
param concurrentActivities = 12
param secretsToWrite = ['erp-signing-key']
param secretValues = { 'erp-signing-key': 'not a secret' }
param vaultReferences = { Targets__Secrets__erp: 'erp-signing-key' }
param operators = [
  { id: '00000000-0000-0000-0000-000000000005', type: 'Group' }
  { id: '00000000-0000-0000-0000-000000000006', type: 'ServicePrincipal' }
]
param recoverVault = true
param lockData = true
param availabilityTest = true
param availabilityTestEverySeconds = 900
param budget = { amount: 300, startsOn: '2026-12-01', notify: ['payer@example.com'] }
