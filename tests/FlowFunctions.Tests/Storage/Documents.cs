using FlowFunctions.Core;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;

namespace FlowFunctions.Tests.Storage;

/// <summary>Documents for tests.</summary>
internal static class Documents
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static string Id(int second = 0) => ResourceId.New(Noon.AddSeconds(second));

    public static FlowDocument Flow(string name, string createdBy = "ann", int second = 0, IReadOnlyList<string>? referrers = null) =>
        new()
        {
            Id = Id(second),
            Input = FlowInput(name, referrers ?? [Id(), Id()]),
            CreatedBy = createdBy,
            CreationDate = Noon.AddSeconds(second),
            ModificationDate = Noon.AddSeconds(second),
        };

    public static FlowInput FlowInput(string name, IReadOnlyList<string> referrers) =>
        new() { Name = name, Steps = [.. referrers.Select(referrer => new FlowStepInput { Referrer = referrer })] };

    public static IntegrationDocument Integration(string name, int second = 0) =>
        new()
        {
            Id = Id(second),
            Input = new IntegrationInput { Name = name, Endpoint = new EndpointInput { Url = "http://localhost/step" } },
            CreatedBy = "ann",
            CreationDate = Noon.AddSeconds(second),
            ModificationDate = Noon.AddSeconds(second),
        };
}
