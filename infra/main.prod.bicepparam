using 'main.bicep'

// Storage and secrets behind private endpoints, copies in three zones, one instance always warm.
param environmentName = 'prod'
param privateNetworking = true
param networkAddressPrefix = '10.40.0.0/24'
param storageSku = 'Standard_ZRS'
param alwaysReadyInstances = 1
param maximumInstances = 40
param runIsStuckAfterHours = 12
param scheduleIsLateAfterSeconds = 120
param logRetentionInDays = 90
param alertAddresses = [readEnvironmentVariable('FLOWS_ALERT_ADDRESS', 'flows-on-call@example.com')]
param signInClientId = readEnvironmentVariable('FLOWS_SIGN_IN_CLIENT_ID', '')
