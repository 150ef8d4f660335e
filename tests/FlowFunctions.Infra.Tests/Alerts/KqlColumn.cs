namespace FlowFunctions.Infra.Tests.Alerts;

internal sealed record KqlColumn(string Name, string Type);
