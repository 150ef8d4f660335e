using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Embedded.Hosting.Functions;

/// <summary>One binding of a discovered function.</summary>
internal sealed class FunctionBinding(string name, string type, BindingDirection direction) : BindingMetadata
{
    public override string Name { get; } = name;

    public override string Type { get; } = type;

    public override BindingDirection Direction { get; } = direction;
}
