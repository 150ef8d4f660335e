metadata description = 'Tells people when the resource group has cost more in a month than it should. It stops nothing.'

import * as types from 'types.bicep'

param name string
param budget types.budget

resource limit 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: 'budget-${name}'
  properties: {
    category: 'Cost'
    amount: budget.amount
    timeGrain: 'Monthly'
    // Azure takes the first day of a month, not before the month in which the budget is made, and no other day later on: so it is said once, and not read off a clock.
    // https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update
    timePeriod: { startDate: budget.startsOn }
    notifications: {
      // Costs are known hours to a day late: the forecast says it in time.
      forecast: {
        enabled: true
        thresholdType: 'Forecasted'
        operator: 'GreaterThan'
        threshold: 100
        contactEmails: budget.notify
      }
      mostOfIt: {
        enabled: true
        thresholdType: 'Actual'
        operator: 'GreaterThan'
        threshold: 80
        contactEmails: budget.notify
      }
      allOfIt: {
        enabled: true
        thresholdType: 'Actual'
        operator: 'GreaterThan'
        threshold: 100
        contactEmails: budget.notify
      }
    }
  }
}
