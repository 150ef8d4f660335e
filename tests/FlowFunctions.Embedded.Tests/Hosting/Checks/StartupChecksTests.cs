using FlowFunctions.Embedded.Hosting;
using FlowFunctions.Testing;

namespace FlowFunctions.Embedded.Tests.Hosting.Checks;

public sealed class StartupChecksTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Start_lists_every_fault_with_its_cure()
    {
        var fault = await Assert.ThrowsAsync<StartupException>(() => EmbeddedHost.RunAsync(
            [typeof(FaultyFunctions)],
            new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["Flows:TaskHub"] = "Faulty",
                ["AzureFunctionsJobHost:extensions:queues:batchSize"] = "33",
            }));

        string[] expected =
        [
            "host.json: extensions.queues.batchSize is '33'; give a number from 1 to 32.",
            "2 functions are named 'Twice'",
            "share the route 'api/",
            "Function 'Guarded' asks for AuthorizationLevel.Function, which is unsupported: the embedded host has no host keys.",
            "Function 'Guarded' returns String, which the ASP.NET Core integration does not write",
            "Function 'Misrouted' has no valid route: 'broken/{id'.",
            "Function 'Constrained': the route 'api/odd/{id:odd}' has an unknown or malformed constraint 'odd'.",
            "Function 'Untriggered' (FlowFunctions.Embedded.Tests.Hosting.Checks.FaultyFunctions.Untriggered) has no trigger",
            "Function 'Hidden' (FlowFunctions.Embedded.Tests.Hosting.Checks.FaultyFunctions.Hidden) cannot be called",
            "Timer function 'Badly-timed': the schedule 'every day' is neither",
            "Timer function 'Unset': its schedule '%No:Such%' refers to the setting 'No:Such', which is not set.",
            "Function 'Misnamed': '-no-queue-' is no queue name.",
            "Function 'Elsewhere': the connection 'OtherStorage' of its queue 'queue' is not set.",
            "Function 'Elsewhere' has a [DurableClient] for another task hub",
            "Parameter 'service' (Uri) of function 'Unfilled' is filled by nothing.",
        ];
        var missing = expected.Where(part => !fault.Faults.Any(one => one.Contains(part, StringComparison.Ordinal))).ToList();
        Assert.True(missing.Count == 0, $"Missing:\n{string.Join('\n', missing)}\nbut found:\n{fault.Message}");
        Assert.Equal(expected.Length, fault.Faults.Count);
    }
}
