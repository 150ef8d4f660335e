using 'main.bicep'

// Cheap and open to look into: no virtual network, one copy of the data, short logs. Access is by roles here, too.
param environmentName = 'dev'
param privateNetworking = false
param storageSku = 'Standard_LRS'
param logRetentionInDays = 30
param logDailyCapInGB = 1
param alertAddresses = [readEnvironmentVariable('FLOWS_ALERT_ADDRESS', 'flows-dev@example.com')]
param signInClientId = readEnvironmentVariable('FLOWS_SIGN_IN_CLIENT_ID', '')
