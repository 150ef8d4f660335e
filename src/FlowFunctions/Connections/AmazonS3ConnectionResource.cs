using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Connections;

namespace FlowFunctions.Connections;

/// <summary>Amazon S3.</summary>
/// <param name="Name">Of the connection.</param>
/// <param name="BucketName">As its author gave it.</param>
internal sealed record AmazonS3ConnectionResource(
    [property: Length(1, ConnectionInput.MaximumNameLength)] string Name,
    [property: MinLength(1)] string BucketName);
