metadata description = 'A Durable Task Scheduler with one task hub: the other backend for orchestrations, in place of the storage account.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags
param taskHubName string

@allowed(['Consumption', 'Dedicated'])
param sku string

@description('Capacity units of the Dedicated plan.')
@minValue(1)
@maxValue(3)
param capacity int

@description('Whether the scheduler can be reached from outside the virtual network (by identities with a role, all the same).')
param allowPublicNetwork bool

@description('Addresses and ranges that may connect from outside; looked at only with allowPublicNetwork. An empty list would let nobody in.')
@minLength(1)
param allowedAddresses string[]

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    publicNetworkAccess: allowPublicNetwork ? 'Enabled' : 'Disabled'
    ipAllowlist: allowPublicNetwork ? allowedAddresses : []
    sku: sku == 'Dedicated' ? { name: sku, capacity: capacity } : { name: sku }
  }

  resource hub 'taskHubs' = { name: taskHubName }
}

output id string = scheduler.id
output endpoint string = scheduler.properties.endpoint
