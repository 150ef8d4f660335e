namespace FlowFunctions.Core.Connections;

/// <summary>A connection that a client asks for.</summary>
/// <param name="Input">As it shall be.</param>
/// <param name="Secret">Its new credentials; null where the stored ones stay, or where it needs none.</param>
public sealed record ConnectionDraft(ConnectionInput Input, ConnectionSecret? Secret);
