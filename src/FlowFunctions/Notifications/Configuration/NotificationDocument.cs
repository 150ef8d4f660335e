using System.Text.Json.Serialization;
using Azure;
using FlowFunctions.Core.Notifications;

namespace FlowFunctions.Notifications.Configuration;

/// <summary>A notification configuration as it is stored.</summary>
public sealed record NotificationDocument
{
    /// <summary>UUIDv7 in 32 lowercase hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Its <see cref="NotificationInput.IntegrationIds"/> are those that the author asked for. The configuration holds for those of them whose own
    /// <c>notificationId</c> names it, and for no other; see <see cref="NotificationEditor"/>.
    /// </summary>
    public required NotificationInput Input { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreationDate { get; init; }

    /// <summary>Null until modified.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>UTC; the creation date until modified.</summary>
    public required DateTimeOffset ModificationDate { get; init; }

    /// <summary>The row's version when it was read; every update carries it.</summary>
    [JsonIgnore]
    public ETag ETag { get; init; }
}
