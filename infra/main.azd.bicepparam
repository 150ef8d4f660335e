using 'main.bicep'

// For the Azure Developer CLI, which sets the variables that begin with AZURE_ and passes on what `azd env set NAME VALUE` keeps. It deploys what main.dev.bicepparam does, or with
// FLOWS_INSTALLATION=prod what main.prod.bicepparam does.
var production = readEnvironmentVariable('FLOWS_INSTALLATION', 'dev') == 'prod'
var deployer = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param environmentName = production ? 'prod' : 'dev'
param location = readEnvironmentVariable('AZURE_LOCATION')
param tags = { 'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME') }
param privateNetworking = production
param storageSku = production ? 'Standard_ZRS' : 'Standard_LRS'
param lockData = production
param alwaysReady = production ? { http: 1, durable: 1, 'function:StartScheduledRun': 1 } : {}
param vaultPurgeProtection = production
param vaultRetentionInDays = production ? 90 : 7
param recoverVault = readEnvironmentVariable('FLOWS_RECOVER_VAULT', '') == 'true'
param logRetentionInDays = production ? 90 : 30
param logDailyCapInGB = production ? -1 : 1
param alertAddresses = [readEnvironmentVariable('FLOWS_ALERT_ADDRESS', '')]
// As in main.prod.bicepparam: FLOWS_BUDGET_START is the first day of the month in which the budget is first deployed, and stays the same; without it there is no budget.
param budget = empty(readEnvironmentVariable('FLOWS_BUDGET_START', ''))
  ? null
  : {
      amount: int(empty(readEnvironmentVariable('FLOWS_BUDGET_AMOUNT', '')) ? '300' : readEnvironmentVariable('FLOWS_BUDGET_AMOUNT', ''))
      startsOn: readEnvironmentVariable('FLOWS_BUDGET_START', '')
      notify: [readEnvironmentVariable('FLOWS_ALERT_ADDRESS', '')]
    }
param signInClientId = readEnvironmentVariable('FLOWS_SIGN_IN_CLIENT_ID', '')

// Whoever tries it out may look into the vault: azd names its user, and says User unless AZURE_PRINCIPAL_TYPE is set. Nobody gets that in production for having deployed.
param operators = production || empty(deployer)
  ? []
  : [{ id: deployer, type: readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User') }]
