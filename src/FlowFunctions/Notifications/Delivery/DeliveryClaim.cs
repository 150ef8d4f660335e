using Azure;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>The right to make one delivery now.</summary>
/// <param name="PartitionKey">Of its row.</param>
/// <param name="RowKey">Of its row.</param>
/// <param name="ETag">Version of its row.</param>
public sealed record DeliveryClaim(string PartitionKey, string RowKey, ETag ETag);
