using 'main.bicep'

// Every option on: what the two installations leave out is checked, too.
param environmentName = 'test'
param privateNetworking = true
param backend = 'DurableTaskScheduler'
param schedulerSku = 'Dedicated'
param allowedCallers = ['203.0.113.0/24']
param signInClientId = '00000000-0000-0000-0000-000000000003'
param alertAddresses = ['flows@example.com']
param alwaysReadyInstances = 1
