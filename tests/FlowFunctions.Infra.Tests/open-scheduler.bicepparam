using 'main.bicep'

// A scheduler that is reached over the internet.
param environmentName = 'dev'
param privateNetworking = false
param backend = 'DurableTaskScheduler'
param packageHasScheduler = true
param alertAddresses = []
