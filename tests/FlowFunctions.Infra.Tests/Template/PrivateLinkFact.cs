namespace FlowFunctions.Infra.Tests.Template;

/// <summary>A service that a private endpoint leads to, and the zone of its names, in which {storage} stands for the cloud's suffix.</summary>
internal sealed record PrivateLinkFact(string Service, string Zone, IReadOnlyList<FactSource> Stands);
