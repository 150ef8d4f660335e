using Azure;
using Azure.Identity;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.Storage;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>The storage account: whether its setting can be read, and, once an emulator would run, whether the account lets the host in.</summary>
internal static class StorageCheck
{
    // The client's own retries are over by then, where somebody answers at all.
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(10);

    // A key that may do less than the host needs is for the account to say, with the call that it does not allow.
    private const string PermissionMismatch = "AuthorizationPermissionMismatch";

    public static IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        var account = new StorageAccount(configuration);
        return new Action[] { () => account.CreateTableClient(), () => account.CreateQueueClient(), () => account.CreateBlobClient() }
            .Select(FaultOf)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(fault => SettingOrigin.In(configuration, HostConfiguration.StorageSetting, fault));
    }

    /// <summary>Asks each of the three services for something small.</summary>
    /// <exception cref="StartupException">One refuses the credentials, or does not answer.</exception>
    public static async Task ThrowIfRefusedAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var account = new StorageAccount(configuration);
        using var deadline = new CancellationTokenSource(AnswersWithin);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var (tables, queues, blobs) = (account.CreateTableClient(), account.CreateQueueClient(), account.CreateBlobClient());
        var setting = SettingOrigin.Behind(configuration, HostConfiguration.StorageSetting);
        var faults = await Task.WhenAll(
            FaultOfAsync(tables.Uri, tables.QueryAsync(maxPerPage: 1, cancellationToken: either.Token).AsPages()),
            FaultOfAsync(queues.Uri, queues.GetQueuesAsync(cancellationToken: either.Token).AsPages(pageSizeHint: 1)),
            FaultOfAsync(blobs.Uri, blobs.GetBlobContainersAsync(cancellationToken: either.Token).AsPages(pageSizeHint: 1)));
        cancellationToken.ThrowIfCancellationRequested();
        if (faults.FirstOrDefault(fault => fault is not null) is { } first)
        {
            throw new StartupException($"{setting}: {first}");
        }
    }

    private static string? FaultOf(Action create)
    {
        try
        {
            create();
            return null;
        }
        catch (InvalidOperationException fault)
        {
            return fault.Message;
        }
    }

    private static async Task<string?> FaultOfAsync<T>(Uri address, IAsyncEnumerable<Page<T>> pages)
        where T : notnull
    {
        try
        {
            await using var first = pages.GetAsyncEnumerator();
            await first.MoveNextAsync();
            return null;
        }
        catch (Exception fault) when (fault is RequestFailedException or AuthenticationFailedException or OperationCanceledException or AggregateException)
        {
            return Describe(address.Authority, fault);
        }
    }

    private static string? Describe(string server, Exception fault) => fault switch
    {
        RequestFailedException { Status: 401 or 403, ErrorCode: PermissionMismatch } => null,
        RequestFailedException { Status: 401 or 403 } refused =>
            $"{server} refuses the credentials ({refused.Status} {refused.ErrorCode}). Copy the connection string again from the storage account's access keys; where that is right, let this machine through the account's firewall.",
        AuthenticationFailedException refused => $"{server} cannot be signed in to: {Sentence.Of(refused)} Sign in with 'az login', or set a connection string.",
        OperationCanceledException => NoAnswer(server, $"nothing came within {AnswersWithin.TotalSeconds:0} s"),
        AggregateException { InnerExceptions: [var first, ..] } when first is not RequestFailedException { Status: > 0 } => NoAnswer(server, Sentence.Of(first).TrimEnd('.')),
        RequestFailedException { Status: 0 } silent => NoAnswer(server, Sentence.Of(silent).TrimEnd('.')),

        // It answers; what it cannot do at the moment it may in the next.
        _ => null,
    };

    private static string NoAnswer(string server, string reason) =>
        $"{server} does not answer ({reason}). Check the account's name and the connection, or leave the setting out for a storage emulator of this machine.";
}
