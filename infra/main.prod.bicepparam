using 'main.bicep'

// Storage and secrets behind private endpoints, copies in three zones, both locked against deletion, one instance always warm for each group of functions that somebody waits for.
param environmentName = 'prod'
param privateNetworking = true
param networkAddressPrefix = '10.40.0.0/24'
param storageSku = 'Standard_ZRS'
param lockData = true
param alwaysReady = { http: 1, durable: 1, 'function:StartScheduledRun': 1 }
param maximumInstances = 40
param runIsStuckAfterHours = 12
param scheduleIsLateAfterSeconds = 120
param logRetentionInDays = 90
// Not one address by default: an alert that reaches nobody looks like one that never fired.
param alertAddresses = [readEnvironmentVariable('FLOWS_ALERT_ADDRESS')]
param signInClientId = readEnvironmentVariable('FLOWS_SIGN_IN_CLIENT_ID', '')
// FLOWS_BUDGET_START is the first day of the month in which the budget is first deployed, such as 2026-12-01, and the same in every deployment after it; without it there is no budget.
param budget = empty(readEnvironmentVariable('FLOWS_BUDGET_START', ''))
  ? null
  : {
      amount: int(empty(readEnvironmentVariable('FLOWS_BUDGET_AMOUNT', '')) ? '300' : readEnvironmentVariable('FLOWS_BUDGET_AMOUNT', ''))
      startsOn: readEnvironmentVariable('FLOWS_BUDGET_START', '')
      notify: [readEnvironmentVariable('FLOWS_ALERT_ADDRESS')]
    }
