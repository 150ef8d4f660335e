namespace FlowFunctions.Embedded.Tests.Hosting.Durable;

public sealed record Greeting(string Name, int Count);
