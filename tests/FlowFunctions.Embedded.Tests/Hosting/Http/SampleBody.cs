namespace FlowFunctions.Embedded.Tests.Hosting.Http;

public sealed record SampleBody(string Name, int Count);
