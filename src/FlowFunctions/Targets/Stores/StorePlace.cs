using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Texts;

namespace FlowFunctions.Targets.Stores;

/// <summary>Names a store to people, and says in their words what went wrong there. A detail must hold no credentials.</summary>
/// <param name="Store">What kind of store it is in.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Connection">The connection's name.</param>
internal sealed record StorePlace(ConnectionType Store, string Name, string Connection)
{
    private const int LongestCode = 100;

    /// <summary>What the store's own people call it.</summary>
    private string Kind => Store switch
    {
        ConnectionType.AzureBlob => "container",
        ConnectionType.AmazonS3 => "bucket",
        _ => "dataset",
    };

    /// <summary>What lies in it.</summary>
    private string Item => Store == ConnectionType.GoogleBigQuery ? "table" : "file";

    private string Whole => $"The {Kind} '{Name}' of the connection '{Connection}'";

    /// <summary>A code that a store gives for a fault, harmless and bounded: the longest that Azure and Amazon document have some forty characters.</summary>
    public static string CodeOf(string? code) => ForeignText.Clean(code ?? "", LongestCode);

    /// <summary>To be called before a name becomes part of a request: a job may be older than the rule, and what a store lists may be called anything.</summary>
    /// <exception cref="StoreException"><see cref="StoreFault.Misnamed"/> where <see cref="StoreNames"/> does not let it through.</exception>
    public void MustTake(string name)
    {
        if (StoreNames.FindFault(Store, name) is { } fault)
        {
            throw new StoreException(
                StoreFault.Misnamed,
                $"{Whole} is asked for a {Item} {Quoted.Of(name)}, which is no name of one there: {char.ToLowerInvariant(fault[0])}{fault[1..^1]}; correct the integration, or rename what is there.");
        }
    }

    public StoreStanding Opened() => new(true, $"The credentials of the connection '{Connection}' open the {Kind} '{Name}'.");

    /// <param name="detail">What is not known, as a sentence without its end.</param>
    public StoreStanding Unsaid(string detail) => new(null, $"The credentials of the connection '{Connection}' are known, but {detail}: whether they do for the {Kind} '{Name}' is seen when they are used.");

    public StoreException Missing(string name, Exception? cause = null) => new(
        StoreFault.Missing,
        $"{Whole} has no {Item} {(Glob.HasWildcard(name) ? "like " : "")}'{name}'; put it there or correct the integration's source.",
        cause);

    public StoreException MissingItself(Exception? cause = null) =>
        new(StoreFault.Missing, $"{Whole} does not exist; create it or correct the connection.", cause);

    public StoreException Changed(string name, Exception? cause = null) => new(
        StoreFault.SourceChanged,
        $"The {Item} '{name}' in the {Kind} '{Name}' of the connection '{Connection}' changed or went away while it was read; run the integration again once it is whole.",
        cause);

    /// <param name="detail">What the store said, or what to look after, as a sentence without its end.</param>
    /// <param name="cause">Null where there is none.</param>
    public StoreException Refused(string detail, Exception? cause = null) =>
        new(StoreFault.Refused, $"The credentials of the connection '{Connection}' do not open the {Kind} '{Name}' for this: {detail}. Renew them in the connection, or have its owner allow it.", cause);

    public StoreException Exists(string name, Exception? cause = null) => new(
        StoreFault.Exists,
        $"{Whole} already has a {Item} '{name}', which the integration may not replace; set its target's 'overwrite', or move what is there.",
        cause);

    public StoreException Unavailable(string detail, Exception? cause = null, TimeSpan? retryAfter = null) =>
        new(StoreFault.Unavailable, $"{Whole} cannot be reached now: {detail}.", cause) { RetryAfter = retryAfter };

    /// <param name="detail">What the store said, and which setting mends it, as a sentence without its end.</param>
    /// <param name="cause">Null where there is none.</param>
    public StoreException Elsewhere(string detail, Exception? cause = null) => new(StoreFault.Connection, $"{Whole} is in another region: {detail}.", cause);

    /// <param name="name">Of what was written.</param>
    /// <param name="detail">What the store said, as a sentence without its end.</param>
    /// <param name="cause">Null where there is none.</param>
    public StoreException Full(string name, string detail, Exception? cause = null) =>
        new(StoreFault.Other, $"{Whole} has no room left for the {Item} '{name}': {detail}. Free space there, or have its owner enlarge it; then run the integration again.", cause);

    public StoreException Failed(string name, string detail, Exception? cause = null) =>
        new(StoreFault.Other, $"{Whole} did not take the request about the {Item} '{name}': {detail}.", cause);

    /// <param name="detail">How long it is, as the end of a sentence.</param>
    /// <param name="cause">Null where there is none.</param>
    public StoreException Overlong(string detail, Exception? cause = null) =>
        new(StoreFault.Other, $"{Whole} answers with {detail}, which is more than is read of it; check that the address it is asked at is the service's.", cause);

    /// <summary>What was written, as a person would look for it.</summary>
    public string PathTo(string name) => $"{Name}/{name}";
}
