using Azure.Data.Tables;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Storage;

/// <summary>The application's tables. They are created at start-up; see <see cref="StorageSetup"/>.</summary>
public sealed class StorageTables
{
    public StorageTables(TableServiceClient account, IOptions<StorageOptions> options)
    {
        var prefix = options.Value.StoragePrefix;
        Flows = account.GetTableClient(prefix + "Flows");
        Integrations = account.GetTableClient(prefix + "Integrations");
        Connections = account.GetTableClient(prefix + "Connections");
        Schedules = account.GetTableClient(prefix + "Schedules");
        Notifications = account.GetTableClient(prefix + "Notifications");
        Runs = account.GetTableClient(prefix + "Runs");
        RunHistory = account.GetTableClient(prefix + "RunHistory");
        Idempotency = account.GetTableClient(prefix + "Idempotency");
        Sessions = account.GetTableClient(prefix + "Sessions");
        Targets = account.GetTableClient(prefix + "Targets");
    }

    public TableClient Flows { get; }

    public TableClient Integrations { get; }

    public TableClient Connections { get; }

    /// <summary>Schedules of flows and integrations, and what is due when.</summary>
    public TableClient Schedules { get; }

    /// <summary>Notification configurations, and the feed of each user.</summary>
    public TableClient Notifications { get; }

    /// <summary>One partition per run: the run, its steps and the handles of what it started.</summary>
    public TableClient Runs { get; }

    /// <summary>One partition per flow or integration: its runs, newest first.</summary>
    public TableClient RunHistory { get; }

    /// <summary>First answers to requests that carried an <c>Idempotency-Key</c>.</summary>
    public TableClient Idempotency { get; }

    /// <summary>Sessions of people who work in a browser, and the codes that open them; by their digests.</summary>
    public TableClient Sessions { get; }

    /// <summary>What steps share on the systems that run them: the budget of requests of each user, the queue of each model.</summary>
    public TableClient Targets { get; }

    public IReadOnlyList<TableClient> All => [Flows, Integrations, Connections, Schedules, Notifications, Runs, RunHistory, Idempotency, Sessions, Targets];
}
