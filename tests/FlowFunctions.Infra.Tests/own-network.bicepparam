using 'main.bicep'

// Into a network that is there, with names that somebody else keeps: nothing of the kind is made.
param environmentName = 'test'
param privateNetworking = true
param backend = 'DurableTaskScheduler'
param packageHasScheduler = true
param alertAddresses = ['flows@example.com']
param appSubnetId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/company/subnets/flows-app'
param endpointSubnetId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/company/subnets/endpoints'
param privateDnsZoneIds = {
  blob: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net'
  queue: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.queue.core.windows.net'
  table: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.table.core.windows.net'
  vault: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net'
  scheduler: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.durabletask.io'
}
