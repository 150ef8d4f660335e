using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace FlowFunctions.Chaos.Weather;

/// <summary>Stands between the hosts and the emulator, and lets requests go wrong.</summary>
internal sealed class FaultyStorage : StorageForwarder
{
    /// <summary>Longer than the clients of the application and of the task hub wait.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(2);

    /// <summary>Of a transaction, in bytes; the service takes no longer one.</summary>
    private const int LongestTransaction = 4 << 20;

    private readonly StorageFaults _faults;
    private readonly TableServiceClient _tables;
    private readonly ShortHold _shortHold;
    private int _injected;

    private FaultyStorage(IReadOnlyList<(string Service, int Port)> behind, StorageFaults faults, TableServiceClient tables, string queues)
        : base(behind) => (_faults, _tables, _shortHold) = (faults, tables, new(queues));

    /// <summary>Of the requests that go wrong, 0 to 1.</summary>
    public double FaultShare
    {
        get => _faults.Share;
        set => _faults.Share = value;
    }

    /// <summary>How many requests went wrong so far.</summary>
    public int Injected => Volatile.Read(ref _injected);

    /// <param name="behind">The services blob, queue and table of the storage, in this order, with their ports on loopback.</param>
    /// <param name="faults">Say what goes wrong.</param>
    /// <param name="tables">The same storage, for the other writer of a race that is lost; it does not try again.</param>
    /// <param name="queues">A shared access signature for the queues, as a query without a question mark.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FaultyStorage> StartAsync(
        IReadOnlyList<(string Service, int Port)> behind, StorageFaults faults, TableServiceClient tables, string queues, CancellationToken cancellationToken)
    {
        var proxy = new FaultyStorage(behind, faults, tables, queues);
        await proxy.StartAsync(cancellationToken);
        return proxy;
    }

    protected override async Task HandleAsync(HttpContext http, string service, int port)
    {
        var usual = _faults.IsDequeue(service, http.Request) ? _shortHold : SameRequest.Instance;
        var guarded = service == "table" && FaultShare > 0 ? await GuardedAsync(http.Request) : null;
        if (_faults.Draw(service, http.Request, guarded) is not { } fault)
        {
            await TryPassAsync(http, port, usual);
            return;
        }

        Interlocked.Increment(ref _injected);
        switch (fault)
        {
            case StorageFault.Slow:
                await Task.Delay(Slowness, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await TryPassAsync(http, port, usual);
                break;
            case StorageFault.LostRace:
                await OvertakeAsync(guarded!, http.RequestAborted);
                await TryPassAsync(http, port, SameRequest.Instance);
                break;
            case var _ when !StorageFaults.HasEffect(fault) || await TryPassAsync(http, port, UnheardAnswer.Instance):
                await AnswerAsync(http, service, fault);
                break;
        }
    }

    private static async Task<GuardedRow?> GuardedAsync(HttpRequest request)
    {
        if (!request.Path.Value!.EndsWith("/$batch", StringComparison.Ordinal))
        {
            return GuardedRow.Of(request.Path.Value, request.Headers.IfMatch);
        }

        request.EnableBuffering(LongestTransaction);
        using var reader = new StreamReader(request.Body, Encoding.UTF8, leaveOpen: true);
        var transaction = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return GuardedRow.OfTransaction(transaction);
    }

    /// <summary>Changes nothing of the row but its version. Where that cannot be, the request is not too late.</summary>
    private async Task OvertakeAsync(GuardedRow row, CancellationToken cancellationToken)
    {
        try
        {
            await _tables.GetTableClient(row.Table).UpdateEntityAsync(new TableEntity(row.PartitionKey, row.RowKey), ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (Exception fault) when (fault is RequestFailedException or OperationCanceledException)
        {
            // The row has gone, or the storage is away.
        }
    }

    /// <returns>False where nobody is there; the connection is broken then, for an account of Azure would not say so by HTTP either.</returns>
    private async Task<bool> TryPassAsync(HttpContext http, int port, SameRequest transformer)
    {
        if (await PassAsync(http, port, transformer) == ForwarderError.None)
        {
            return true;
        }

        http.Abort();
        return false;
    }

    private static async Task AnswerAsync(HttpContext http, string service, StorageFault fault)
    {
        if (StorageFaults.AnswerOf(fault) is var (status, code))
        {
            http.Response.StatusCode = status;
            http.Response.Headers["x-ms-error-code"] = code;
            var isTable = service == "table";
            http.Response.ContentType = isTable ? MediaTypeNames.Application.Json : MediaTypeNames.Application.Xml;
            await http.Response.WriteAsync(isTable
                ? new JsonObject { ["odata.error"] = new JsonObject { ["code"] = code, ["message"] = new JsonObject { ["lang"] = "en-US", ["value"] = code } } }.ToJsonString()
                : $"""<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{code}</Message></Error>""");
            return;
        }

        if (fault is StorageFault.SilenceBefore or StorageFault.SilenceAfter)
        {
            await Task.Delay(Silence, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        http.Abort();
    }

    /// <summary>Lets the request be done, and keeps its answer to itself.</summary>
    private sealed class UnheardAnswer : SameRequest
    {
        public static new readonly UnheardAnswer Instance = new();

        public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken) => ValueTask.FromResult(false);
    }
}
