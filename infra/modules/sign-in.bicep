metadata description = '''App Service's authentication with Microsoft Entra ID. It signs in whoever brings a token, and lets the others through: they must bring one of the app's own keys,
which the platform does not know, and the app refuses whoever brings neither. It also takes away principal headers that callers made up.'''

param appName string

@description('The application (client) id of the app registration that represents the API.')
param clientId string

@description('The tenant whose users and applications may sign in.')
param tenantId string

resource app 'Microsoft.Web/sites@2025-03-01' existing = { name: appName }

resource signIn 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true, runtimeVersion: '~1' }
    httpSettings: { requireHttps: true }
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: clientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenantId}/v2.0'
        }
        validation: { allowedAudiences: [clientId, 'api://${clientId}'] }
      }
    }
    // Tokens are checked, never kept.
    login: { tokenStore: { enabled: false } }
  }
}
