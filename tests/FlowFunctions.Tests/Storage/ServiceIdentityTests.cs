using FlowFunctions.Storage;

namespace FlowFunctions.Tests.Storage;

public sealed class ServiceIdentityTests
{
    private const string Variable = "AZURE_CLIENT_ID";
    private const string OfTheApp = "6f8e6a1c-5a3f-4a56-9c0e-000000000001";
    private const string Named = "6f8e6a1c-5a3f-4a56-9c0e-000000000002";

    /// <summary>An app whose identities are all user-assigned has no system-assigned one to fall back to.</summary>
    [Theory]
    [InlineData(null, OfTheApp)]
    [InlineData("", OfTheApp)]
    [InlineData(Named, Named)]
    public void Identity_of_the_app_is_taken_where_none_is_named(string? clientId, string expected)
    {
        var before = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, OfTheApp);
        try
        {
            Assert.Equal(expected, ServiceIdentity.OptionsFor(clientId).ManagedIdentityClientId);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }
}
