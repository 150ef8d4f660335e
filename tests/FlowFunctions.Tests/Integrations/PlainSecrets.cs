using FlowFunctions.Core;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;

namespace FlowFunctions.Tests.Integrations;

/// <summary>Integrations as versions stored them that did not keep endpoints' secrets apart.</summary>
internal static class PlainSecrets
{
    public static readonly DateTimeOffset Created = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The new integration's id.</summary>
    public static async Task<string> AddAsync(IntegrationStore integrations, IntegrationInput input)
    {
        var integration = new IntegrationDocument
        {
            Id = ResourceId.New(Created),
            Input = input,
            CreatedBy = "ann",
            CreationDate = Created,
            ModificationDate = Created,
        };
        Assert.True((await integrations.CreateAsync(integration, TestContext.Current.CancellationToken)).IsWritten);
        return integration.Id;
    }

    public static Task<string> AddAsync(IntegrationStore integrations, string name, string url, params (string Name, string Value)[] headers) => AddAsync(
        integrations,
        new() { Name = name, Endpoint = new() { Url = url, Headers = headers.ToDictionary(header => header.Name, header => header.Value) } });
}
