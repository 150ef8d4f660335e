using 'main.bicep'

// Cheap and open to look into: no virtual network, one copy of the data, short logs, and a vault whose name is free again a week after it was deleted, or at once if it is purged. Access is by
// roles here, too. Without FLOWS_ALERT_ADDRESS alerts are seen in the portal alone.
param environmentName = 'dev'
param privateNetworking = false
param storageSku = 'Standard_LRS'
param vaultPurgeProtection = false
param vaultRetentionInDays = 7
param logRetentionInDays = 30
param logDailyCapInGB = 1
param alertAddresses = [readEnvironmentVariable('FLOWS_ALERT_ADDRESS', '')]
param signInClientId = readEnvironmentVariable('FLOWS_SIGN_IN_CLIENT_ID', '')
