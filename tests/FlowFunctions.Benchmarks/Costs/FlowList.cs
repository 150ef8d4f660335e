using Azure.Data.Tables;
using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Core;
using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>A long list of flows that have all run.</summary>
internal static class FlowList
{
    private const int AtOnce = 4;

    /// <summary>Stores flows with latest runs by the application's own store: nothing of them is run.</summary>
    public static async Task CreateAsync(AzuriteEndpoints storage, int count, CancellationToken cancellationToken)
    {
        using var store = new FlowStore(new(new TableServiceClient(storage.ConnectionString), Options.Create(new StorageOptions())));
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(1, count), options, async (number, token) =>
        {
            if (!(await store.CreateAsync(FlowOf(number), token)).IsWritten)
            {
                throw new MeasureException($"Flow {number} of the list could not be stored.");
            }
        });
    }

    private static FlowDocument FlowOf(int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            Id = ResourceId.New(now),
            CreatedBy = "runs",
            CreationDate = now,
            ModificationDate = now,
            Input = new()
            {
                Name = $"Listed flow {number}",
                Steps = [.. Enumerable.Range(0, 4).Select(_ => new FlowStepInput { Referrer = ResourceId.New(now) })],
            },
            LatestRun = new()
            {
                TriggeredBy = "runs",
                TriggerSource = "manual",
                StartDate = now.AddMinutes(-2),
                EndDate = now.AddMinutes(-1),
                Success = true,
                Message = "Success",
            },
        };
    }
}
