using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>What the emulator takes for single requests, one after another: nothing that is made of them can be cheaper.</summary>
internal sealed class FloorPart : ICostPart
{
    private const int Times = 200;
    private const string Table = "Floor";

    public string Name => "floor";

    public async Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken)
    {
        var ours = await rig.OursAsync(cancellationToken);
        var table = new TableClient(ours.ProxiedStorage.ConnectionString, Table);
        await table.CreateIfNotExistsAsync(cancellationToken);
        var queue = new QueueClient(ours.ProxiedStorage.ConnectionString, "floor");
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await TakeAsync("a row is added", number => table.AddEntityAsync(RowOf("added", number), cancellationToken));
        await TakeAsync("a row is read", number => table.GetEntityAsync<TableEntity>("added", KeyOf(number), cancellationToken: cancellationToken));
        await TakeAsync("a row that is not there is asked for", number => table.GetEntityIfExistsAsync<TableEntity>("missing", KeyOf(number), cancellationToken: cancellationToken));
        await TakeAsync(
            "a transaction adds three rows",
            number => table.SubmitTransactionAsync(Enumerable.Range(3 * number, 3).Select(row => new TableTransactionAction(TableTransactionActionType.Add, RowOf("together", row))), cancellationToken));
        await TakeAsync("a message is put, got and deleted", async number =>
        {
            await queue.SendMessageAsync(KeyOf(number), cancellationToken);
            var got = (await queue.ReceiveMessageAsync(cancellationToken: cancellationToken)).Value;
            await queue.DeleteMessageAsync(got.MessageId, got.PopReceipt, cancellationToken);
        });

        async Task TakeAsync(string what, Func<int, Task> ask)
        {
            var seconds = new List<double>();
            var before = ours.Use();
            for (var number = 0; number < Times; number++)
            {
                var since = TimeProvider.System.GetTimestamp();
                await ask(number);
                seconds.Add(TimeProvider.System.GetElapsedTime(since).TotalSeconds);
            }

            var azurite = (ours.Use().Azurite.Processor - before.Azurite.Processor).TotalMilliseconds / Times;
            tables.Tell(what, $"{Times} times, median", $"{1000 * new Sample(seconds).Median:0.0} ms, of Azurite's processor {azurite:0.0} ms");
        }
    }

    private static TableEntity RowOf(string partition, int number) => new(partition, KeyOf(number)) { ["Text"] = new string('x', 500) };

    private static string KeyOf(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
