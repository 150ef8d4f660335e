metadata description = 'Types that the modules share.'

@export()
@description('Tags of a resource, by name.')
type tags = { *: string }

@export()
@description('Settings of the app, by name.')
type settings = { *: string }

@export()
@description('Values of secrets, by the name that each gets in the vault.')
@secure()
type secrets = { *: string }

@export()
@description('An address that mail is sent to.')
@minLength(3)
@maxLength(254)
type mailAddress = string

// http, durable and blob are groups of functions that scale together; every other function is a group of its own, named function:NAME (Microsoft's documentation, "Set always ready
// instance counts": MicrosoftDocs/azure-docs 018e5e3f, articles/azure-functions/flex-consumption-how-to.md).
@export()
@description('Instances that are kept running, by group of functions: http, durable, or function:NAME for a timer or a queue.')
type alwaysReady = { *: int }

@export()
@description('A person, a group or a pipeline of the tenant, by object id.')
type principal = {
  id: string
  type: 'User' | 'Group' | 'ServicePrincipal'
}

@export()
@description('Private DNS zones that exist already, by the service whose names they hold: ids of resources.')
type zoneIds = {
  blob: string?
  queue: string?
  table: string?
  vault: string?
  scheduler: string?
}

@export()
@description('What a month may cost, and who is told when it costs more. startsOn is the first day of the month in which the budget is made, such as 2026-12-01, and stays the same afterwards.')
type budget = {
  @description('In the currency that the subscription is billed in.')
  @minValue(1)
  amount: int

  @minLength(10)
  @maxLength(10)
  startsOn: string

  @minLength(1)
  notify: mailAddress[]
}

@export()
@description('US dollars, as text because the language has no fractions: for a GB-second at work, on demand and always ready; for one of being ready; for a GB of logs.')
type prices = {
  gbSecondOnDemand: string
  gbSecondAlwaysReadyAtWork: string
  gbSecondAlwaysReady: string
  gbOfLogs: string
}
