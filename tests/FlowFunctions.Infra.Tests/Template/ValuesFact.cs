namespace FlowFunctions.Infra.Tests.Template;

/// <summary>Names and values that Microsoft's templates and documentation have.</summary>
internal sealed record ValuesFact(string Name, IReadOnlyList<string> Values, IReadOnlyList<FactSource> Stands);
