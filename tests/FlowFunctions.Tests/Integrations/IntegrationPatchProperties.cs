using CsCheck;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Tests.Integrations;
using FlowFunctions.Integrations;

namespace FlowFunctions.Tests.Integrations;

public class IntegrationPatchProperties
{
    /// <summary>Those that an author may write.</summary>
    private static readonly Gen<EndpointInput> Endpoints = AnyEndpoint.Any.Where(endpoint => !endpoint.Headers.ContainsKey("Cookie"));

    [Fact]
    public void Empty_patch_changes_nothing() => AnyJobs.Gen.Sample(integration =>
        Assert.Equivalent(integration, IntegrationPatch.Apply(integration, "{}"u8.ToArray()).Value, strict: true));

    [Fact]
    public void Empty_patch_of_an_endpoint_keeps_all_of_its_secrets() => Endpoints.Sample(endpoint =>
        Assert.Equivalent(
            new IntegrationInput { Name = "Call", Endpoint = EndpointSecrets.Split(endpoint).Open },
            IntegrationPatch.Apply(new() { Name = "Call", Endpoint = endpoint }, "{}"u8.ToArray()).Value,
            strict: true));

    [Fact]
    public void Patch_of_a_name_changes_the_name_alone() => AnyJobs.Gen.Sample(integration =>
        Assert.Equivalent(integration with { Name = "Renamed" }, IntegrationPatch.Apply(integration, """{"name":"Renamed"}"""u8.ToArray()).Value, strict: true));
}
