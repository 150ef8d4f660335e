using Azure;
using Azure.Identity;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.Storage;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>The storage account: whether its setting can be read, and, once an emulator would run, whether the account lets the host in.</summary>
internal static class StorageCheck
{
    // The client's own retries are over by then, where somebody answers at all. Who gives storage more time in general gives it here, too.
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(10);

    // A key that may do less than the host needs is for the account to say, with the call that it does not allow.
    private const string PermissionMismatch = "AuthorizationPermissionMismatch";

    private const string EmulatorCure = $"A storage emulator's account has one published key: set {HostConfiguration.StorageSetting} to {AzuriteEndpoints.DevelopmentStorage}, or copy the connection string again from the emulator's documentation.";
    private const string AccountCure = "Copy the connection string again from the storage account's access keys; where it is right, let this machine through the account's firewall.";

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
        var asked = configuration.GetValue($"{StorageOptions.Section}:{nameof(StorageOptions.StorageTimeout)}", TimeSpan.Zero);
        var patience = asked > AnswersWithin ? asked : AnswersWithin;
        using var deadline = new CancellationTokenSource(patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var isEmulator = AzuriteEndpoints.Of(configuration[HostConfiguration.StorageSetting] ?? "") is not null;
        var (tables, queues, blobs) = (account.CreateTableClient(), account.CreateQueueClient(), account.CreateBlobClient());
        var faults = await Task.WhenAll(
            FaultOfAsync(tables.Uri, isEmulator, patience, tables.QueryAsync(maxPerPage: 1, cancellationToken: either.Token).AsPages()),
            FaultOfAsync(queues.Uri, isEmulator, patience, queues.GetQueuesAsync(cancellationToken: either.Token).AsPages(pageSizeHint: 1)),
            FaultOfAsync(blobs.Uri, isEmulator, patience, blobs.GetBlobContainersAsync(cancellationToken: either.Token).AsPages(pageSizeHint: 1)));
        cancellationToken.ThrowIfCancellationRequested();
        if (faults.FirstOrDefault(fault => fault is not null) is { } first)
        {
            // With an identity it is a section of names and addresses.
            var setting = configuration.GetSection(HostConfiguration.StorageSetting).AsEnumerable().FirstOrDefault(part => part.Value is { Length: > 0 }).Key ?? HostConfiguration.StorageSetting;
            throw new StartupException($"{SettingOrigin.Behind(configuration, setting)}: {first}");
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

    private static async Task<string?> FaultOfAsync<T>(Uri address, bool isEmulator, TimeSpan patience, IAsyncEnumerable<Page<T>> pages)
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
            return Describe(address.Authority, isEmulator, patience, fault);
        }
    }

    private static string? Describe(string server, bool isEmulator, TimeSpan patience, Exception fault) => fault switch
    {
        RequestFailedException { Status: 401 or 403, ErrorCode: PermissionMismatch } => null,
        RequestFailedException { Status: 401 or 403 } refused => $"{server} refuses the credentials ({refused.Status}). {(isEmulator ? EmulatorCure : AccountCure)}",
        RequestFailedException { Status: >= 400 and < 500 } other => $"{server} answers {other.Status}, as no storage account does. Check the address.",
        RequestFailedException { Status: 0 } silent => NoAnswer(server, silent),

        // It answers; what it cannot do at the moment it may in the next.
        RequestFailedException => null,
        AuthenticationFailedException refused => $"{server} cannot be signed in to: {Sentence.First(refused)} Sign in with 'az login', or set a connection string.",

        // The client reports its tries together.
        AggregateException { InnerExceptions: [var first, ..] } => Describe(server, isEmulator, patience, first),
        OperationCanceledException => NoAnswer(server, new TimeoutException($"nothing came within {patience.TotalSeconds:0} s")),
        _ => NoAnswer(server, fault),
    };

    private static string NoAnswer(string server, Exception reason) =>
        $"{server} does not answer ({Sentence.Of(reason).TrimEnd('.')}). Check the account's name and the connection, or leave the setting out for a storage emulator of this machine.";
}
