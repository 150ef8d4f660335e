using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Connections;

namespace FlowFunctions.Connections;

/// <summary>Google BigQuery.</summary>
/// <param name="Name">Of the connection.</param>
/// <param name="Dataset">As its author gave it.</param>
internal sealed record GoogleBigQueryConnectionResource(
    [property: Length(1, ConnectionInput.MaximumNameLength)] string Name,
    [property: MinLength(1)] string Dataset);
