namespace FlowFunctions.Docs.OpenApi;

/// <summary>A body that a client may send, or an answer that it may get.</summary>
/// <param name="Name">A key: camelCase.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="Json">The body.</param>
internal sealed record Example(string Name, string Summary, string Json);
