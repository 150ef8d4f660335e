using System.ComponentModel.DataAnnotations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;

namespace FlowFunctions.Connections;

/// <summary>What uses a connection.</summary>
/// <param name="Integrations">Those whose jobs name it now, by their names; the first hundred.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Last">The newest of their latest runs; null where none has run.</param>
internal sealed record ConnectionUseResource(
    [property: MaxLength(ConnectionUseResource.MaximumNamed)] IReadOnlyList<ConnectionUseResource.User> Integrations,
    [property: Range(0.0, double.PositiveInfinity)] int Count,
    ConnectionUseResource.Use? Last)
{
    public const int MaximumNamed = 100;

    public static ConnectionUseResource Of(IReadOnlyCollection<IntegrationDocument> users) => new(
        [.. users.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Id, StringComparer.Ordinal).Take(MaximumNamed).Select(one => new User(one.Id, one.Name))],
        users.Count,
        users.Where(one => one.LatestRun is not null).MaxBy(one => one.LatestRun!.StartDate) is { LatestRun: { } run } last
            ? new(last.Id, last.Name, run.StartDate, run.Outcome)
            : null);

    /// <summary>An integration that uses the connection.</summary>
    /// <param name="IntegrationId">Of the integration.</param>
    /// <param name="Name">Of the integration.</param>
    internal sealed record User([property: LooksLike(TextShape.Id)] string IntegrationId, [property: MinLength(1)] string Name);

    /// <summary>A run in which the connection was used.</summary>
    /// <param name="IntegrationId">Of the integration that ran.</param>
    /// <param name="Name">Of that integration.</param>
    /// <param name="StartDate">When it started.</param>
    /// <param name="Outcome">What it has come to, in one word.</param>
    internal sealed record Use(
        [property: LooksLike(TextShape.Id)] string IntegrationId,
        [property: MinLength(1)] string Name,
        DateTimeOffset StartDate,
        [property: AllowedValues(RunOutcome.Running, RunOutcome.Success, RunOutcome.PartialSuccess, RunOutcome.Failure, RunOutcome.Cancelled, RunOutcome.Skipped)] string Outcome);
}
