metadata description = 'A private endpoint for one service of one resource, with the private DNS zone by which the network finds it.'

import * as types from 'types.bicep'

param name string
param location string
param tags types.tags
param networkId string
param subnetId string

@description('What the endpoint leads to.')
param targetId string

@description('The service of the target: blob, queue, table, vault, scheduler.')
param service string

@description('The zone that the service is looked up in.')
param zoneName string

@description('That zone, where it exists already and is linked to the network; empty for one of this installation.')
param zoneId string

@description('Whether there is a zone at all. Where somebody else keeps the names, a policy or servers of their own, there is none.')
param registersName bool

var makesZone = registersName && empty(zoneId)

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = if (makesZone) {
  name: zoneName
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'network'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'pe-${name}-${service}'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: service, properties: { privateLinkServiceId: targetId, groupIds: [service] } }
    ]
  }

  resource zones 'privateDnsZoneGroups' = if (registersName) {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: service, properties: { privateDnsZoneId: makesZone ? zone.id : zoneId } }] }
  }
}
