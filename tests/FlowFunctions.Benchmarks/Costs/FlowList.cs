using System.Collections.Concurrent;
using Azure.Data.Tables;
using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Core;
using FlowFunctions.Core.Flows;
using FlowFunctions.Definitions;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Long lists of flows.</summary>
internal static class FlowList
{
    private const int AtOnce = 4;

    /// <summary>Stores flows with latest runs by the application's own store: nothing of them is run.</summary>
    /// <returns>Their ids.</returns>
    public static Task<IReadOnlyList<string>> CreateAsync(AzuriteEndpoints storage, int first, int count, CancellationToken cancellationToken) =>
        CreateAsync(storage, first, count, FlowOf, cancellationToken);

    /// <summary>Stores flows of one step each, all of the same integration.</summary>
    /// <returns>Their ids.</returns>
    public static Task<IReadOnlyList<string>> CreateOfOneStepAsync(AzuriteEndpoints storage, int count, string integration, CancellationToken cancellationToken) => CreateAsync(
        storage,
        1,
        count,
        number => FlowOf(number) with { Input = new() { Name = $"Waiting flow {number}", Steps = [new() { Referrer = integration }] }, LatestRun = null },
        cancellationToken);

    /// <summary>How many flows a run holds.</summary>
    public static async Task<int> CountActiveAsync(AzuriteEndpoints storage, CancellationToken cancellationToken)
    {
        using var store = StoreOn(storage);
        return await store.CountActiveAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> CreateAsync(AzuriteEndpoints storage, int first, int count, Func<int, FlowDocument> flowOf, CancellationToken cancellationToken)
    {
        using var store = StoreOn(storage);
        var ids = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(first, count), options, async (number, token) =>
        {
            var flow = flowOf(number);
            if (!(await store.CreateAsync(flow, token)).IsWritten)
            {
                throw new MeasureException($"Flow {number} of the list could not be stored.");
            }

            ids.Add(flow.Id);
        });
        return [.. ids];
    }

    private static FlowStore StoreOn(AzuriteEndpoints storage) => new(new(new TableServiceClient(storage.ConnectionString), Options.Create(new StorageOptions())));

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
